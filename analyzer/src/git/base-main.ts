// The thread that reads one base: it analyzes a whole project at once, and gives its memory back when it has answered.
import { parentPort, workerData } from 'node:worker_threads';
import { indexCacheIn } from '../index-cache.ts';
import { orProblem, readBaseGraph } from './base-graph.ts';
import type { BaseThreadData, FromBaseThread } from './base-messages.ts';

// What started the thread hands in exactly this.
const { project, base, indexFolder } = workerData as BaseThreadData;
const cache = indexFolder === null ? undefined : indexCacheIn(indexFolder, project.root);
const answer: FromBaseThread = await orProblem(() => readBaseGraph({ project, base, cache }));
parentPort?.postMessage(answer);
