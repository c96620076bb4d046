// Automation over a real host: its queue of runs, its catalogue, and workers for the functions of schedules and sensors.
import { basename, join } from 'node:path';
import { createAutomation, type Automation } from '../automation/automation.ts';
import type { AutomationHost } from '../automation/automation-host.ts';
import type { AutomationMode } from '../automation/automation-switch.ts';
import { webhookAlerts } from '../automation/webhook-alerts.ts';
import type { Catalogue } from '../catalogue.ts';
import type { HostMessage } from '../protocol.ts';
import { evaluateTicks } from './evaluate-tick.ts';
import { defaultEnv, newRunId, type RunQueue } from './run-queue.ts';

export interface HostAutomationOptions extends Pick<AutomationHost, 'clock' | 'describe' | 'held' | 'tell'> {
  readonly project: string;
  readonly store: string;
  readonly workerFile: string;
  readonly catalogue: Catalogue;
  readonly queue: RunQueue;
  readonly mode: AutomationMode;
  /** Where alerts are sent; null: nowhere. */
  readonly webhook: string | null;
}

/** In a process that does not stay, what is remembered is read when it is asked for. */
export async function hostAutomation(options: HostAutomationOptions): Promise<Automation> {
  let created: Promise<Automation> | null = null;
  const automation = (): Promise<Automation> => (created ??= create(options));
  if (options.mode !== 'never') return automation();
  return {
    methods: {
      automation: async (params) => (await automation()).methods.automation(params),
      setAutomation: async (params) => (await automation()).methods.setAutomation(params),
      why: async (params) => (await automation()).methods.why(params),
      automationDryRun: async (params) => (await automation()).methods.automationDryRun(params),
      ticks: async (params) => (await automation()).methods.ticks(params),
    },
    start: () => undefined,
    heard: () => undefined,
    wake: () => undefined,
    pass: () => Promise.resolve(null),
    asked: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    close: async () => (await created)?.close(),
  };
}

function create(options: HostAutomationOptions): Promise<Automation> {
  const { project, store, queue, clock, mode, webhook } = options;
  const notice = (message: string): void => {
    options.tell({ type: 'notice', message });
  };
  const send = webhook === null ? null : webhookAlerts(webhook, { project: basename(project), notice });
  const tell = (message: HostMessage): void => {
    options.tell(message);
    if (send && 'type' in message && message.type === 'alert') void send(message.alert);
  };
  return createAutomation(
    {
      ...options,
      tell,
      dir: join(store, 'automation'),
      runs: {
        newId: () => newRunId(new Date(clock.now())),
        begin: ({ run, by, request }) => queue.materialize(request, { run, by }),
        hasBegun: queue.hasBegun,
        has: queue.has,
        planned: queue.planned,
      },
      evaluate: evaluateTicks({ ...options, env: defaultEnv, onLog: notice }),
    },
    { mode },
  );
}
