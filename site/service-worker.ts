// The service worker, which lets the page work offline, and new versions of the page. What it keeps and answers is said in vite.config.ts.

/** A page that has just been opened, in this many milliseconds, loses nothing when it is loaded again. */
const JUST_OPENED = 5000;

/**
 * Registers the service worker. A version that was fetched while an earlier page was open is taken at once, so that loading the page again brings it; one that
 * comes while the reader is at work is offered.
 *
 * @param offer - is called with what loads the new version.
 */
export async function keepOffline(offer: (load: () => void) => void): Promise<void> {
  const { serviceWorker: workers } = navigator;
  // in development there is none
  if (workers === undefined || import.meta.env.MODE !== 'production') return;
  let isLoading = false;
  const wasControlled = workers.controller !== null;
  const reload = () => location.reload();
  workers.addEventListener('controllerchange', () => {
    if (isLoading) reload();
    // another tab has loaded a new version, and parts of this one are no longer kept
    else if (wasControlled) offer(reload);
  });
  const take = (worker: ServiceWorker) => {
    isLoading = true;
    worker.postMessage({ type: 'SKIP_WAITING' });
  };
  const consider = (worker: ServiceWorker) => {
    if (workers.controller === null) return;
    const isAtWork = performance.now() > JUST_OPENED || navigator.userActivation?.hasBeenActive;
    if (isAtWork || wasJustTaken()) offer(() => take(worker));
    else take(worker);
  };
  try {
    const registration = await workers.register('./sw.js', { scope: './' });
    if (registration.waiting) consider(registration.waiting);
    registration.addEventListener('updatefound', () => {
      const { installing } = registration;
      installing?.addEventListener('statechange', () => installing.state === 'installed' && consider(installing));
    });
    // the browser would look for one only some seconds later, when the reader is at work; and a page that stays open for days learns of new versions too
    const look = () => !document.hidden && registration.update().catch(() => {});
    document.addEventListener('visibilitychange', look);
    if (workers.controller !== null) look();
  } catch {
    // where the browser forbids it, the page works online only
  }
}

/** A server that answers with another version every time must not have the page loaded for ever. */
const PAUSE = 60_000;

/** Whether a new version was taken by itself a moment ago, in this tab. */
function wasJustTaken(): boolean {
  try {
    const last = Number(sessionStorage.getItem('version-taken') ?? -Infinity);
    sessionStorage.setItem('version-taken', String(Date.now()));
    return Date.now() - last < PAUSE;
  } catch {
    return true;
  }
}
