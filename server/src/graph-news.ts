// What a client is told of a project beside the nodes of its graph: its jobs, and how many problems it has.
import type { GraphDocument } from '@headwater/graph';
import type { GraphChanged } from './protocol.ts';

export function graphNews({ jobs, problems }: GraphDocument): Pick<GraphChanged, 'jobs' | 'problems'> {
  const count = (severity: string): number => problems.filter((problem) => problem.severity === severity).length;
  return {
    // Without their places: a line more above a job is no news.
    ...(jobs.length > 0 && { jobs: jobs.map(({ name, selection }) => ({ name, selection })) }),
    problems: { errors: count('error'), warnings: count('warning') },
  };
}
