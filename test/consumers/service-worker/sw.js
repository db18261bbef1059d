// The service worker: answers the golden case.

import { goldenCase } from '../golden-case.js';

addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('fetch', (event) => {
  if (new URL(event.request.url).pathname.endsWith('/golden-case')) event.respondWith(Response.json(goldenCase()));
});
