// What a client is told of a project beside the nodes of its graph: what selects by name, and how many problems it has.
import type { GraphDocument, NamedSelection } from '@headwater/graph';
import type { GraphChanged } from './protocol.ts';

export function graphNews({
  jobs,
  schedules,
  sensors,
  problems,
}: GraphDocument): Pick<GraphChanged, 'named' | 'problems'> {
  const count = (severity: string): number => problems.filter((problem) => problem.severity === severity).length;
  return {
    ...(jobs.length + schedules.length + sensors.length > 0 && {
      named: { jobs: jobs.map(plain), schedules: schedules.map(plain), sensors: sensors.map(plain) },
    }),
    problems: { errors: count('error'), warnings: count('warning') },
  };
}

/** Without its place: a line more above a job is no news. */
const plain = ({ name, selection }: NamedSelection): NamedSelection => ({ name, selection });
