// What runs in a worker: an Explorer that the page calls through Comlink.

import { expose } from 'comlink';
import { Explorer } from './explorer';

expose(new Explorer());
