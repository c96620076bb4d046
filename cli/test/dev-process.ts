// `headwater dev` as a process, and what it tells as JSON lines.
import type { Finished, TestProject } from './project.ts';

export interface News {
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface Dev {
  readonly pid: number;
  readonly address: string;
  /** All so far. */
  readonly told: readonly News[];
  /** Resolves with the first news of this type that passes, told or still to come. */
  hears(type: string, passes?: (news: News) => boolean): Promise<News>;
  kill(): void;
  end(signal: NodeJS.Signals): Promise<Finished>;
}

/** Started when it says that it is ready; whoever starts it ends it. */
export async function startDev(project: TestProject, ...args: string[]): Promise<Dev> {
  const { child, finished } = project.start('dev', '--json', '--port', '0', ...args);
  const told: News[] = [];
  const waiting = new Set<() => void>();
  let rest = '';
  child.stdout?.on('data', (text: string) => {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) told.push(JSON.parse(line) as News);
    for (const look of waiting) look();
  });
  const hears: Dev['hears'] = (type, passes = () => true) =>
    new Promise((done, fail) => {
      const look = (): void => {
        const found = told.find((news) => news.type === type && passes(news));
        if (!found) return;
        waiting.delete(look);
        done(found);
      };
      waiting.add(look);
      look();
      void finished.then((how) => fail(new Error(`it ended: ${JSON.stringify(how)}`)));
    });
  const { address } = await hears('listening');
  await hears('ready');
  return {
    pid: child.pid ?? 0,
    address: String(address),
    told,
    hears,
    kill: () => void child.kill('SIGKILL'),
    end: (signal) => {
      child.kill(signal);
      return finished;
    },
  };
}
