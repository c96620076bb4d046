// `headwater automation`: what runs by itself, and whether it does; `on` and `off` switch it.
import { counted } from '@headwater/graph';
import type {
  AutomatedAsset,
  AutomationDocument,
  AutomationDryRun,
  HostMethods,
  ScheduleState,
  SensorState,
} from '@headwater/runner';
import { ask } from '../ask.ts';
import type { CommandContext } from '../command-context.ts';
import { CommandError } from '../command-error.ts';
import { utcTime } from '../utc-time.ts';
import { tickText } from './ticks.ts';

export async function automationCommand({ line, target, stdout }: CommandContext): Promise<number> {
  const { operand, secondOperand: name, catchUp, json } = line;
  if (operand !== null && operand !== 'on' && operand !== 'off')
    throw new CommandError({
      code: 'wrong-use',
      message: `\`headwater automation\` is followed by on, off or nothing; got \`${operand}\`.`,
      exitCode: 2,
    });
  if (catchUp !== undefined && operand !== 'on')
    throw new CommandError({
      code: 'wrong-use',
      message: '--catch-up goes with `headwater automation on`: it says what becomes of the ticks that passed.',
      exitCode: 2,
    });
  if (line.dryRun) {
    const document = await ask(target, (client) => client.request('automationDryRun', {}));
    stdout.write(json ? `${JSON.stringify(document)}\n` : dryRunText(document));
    return 0;
  }
  const asked: HostMethods['setAutomation']['params'] = {
    on: operand === 'on',
    ...(name !== null && { name }),
    ...(catchUp !== undefined && { catchUp }),
  };
  const document = await ask(target, (client) =>
    operand === null ? client.request('automation', {}) : client.request('setAutomation', asked),
  );
  stdout.write(json ? `${JSON.stringify(document)}\n` : automationText(document));
  return 0;
}

function automationText({ on, since, assets, schedules, sensors, notices }: AutomationDocument): string {
  const nothing = assets.length + schedules.length + sensors.length === 0;
  const lines = [
    `Automation is ${on ? 'on' : 'off'}${since === null ? '' : ` since ${utcTime(since)}`}.`,
    ...(nothing
      ? [
          'Nothing runs by itself: give an asset `automation:` or `freshness:`, or definitions() a schedule or a sensor.',
        ]
      : []),
    ...(on || nothing
      ? []
      : ['`headwater automation on` switches it on, `headwater automation --dry-run` says what it would do now.']),
    ...titled('Assets', assets.flatMap(assetLines)),
    ...titled('Schedules', schedules.flatMap(scheduleLines)),
    ...titled('Sensors', sensors.flatMap(sensorLines)),
    ...titled(
      'Notices',
      notices.map((notice) => `  ${notice}`),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

const titled = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', title, ...lines];

function assetLines({ key, condition, next, last, freshness }: AutomatedAsset): readonly string[] {
  return [
    `  ${key}${condition === null ? '' : `  ${condition}`}`,
    ...(freshness === null ? [] : [`    freshness ${freshness.state}: ${freshness.message}`]),
    ...(next === null ? [] : [`    next tick ${utcTime(next)}`]),
    ...(last === null
      ? []
      : [`    ${last.requested ? 'requested' : 'not requested'} ${utcTime(last.time)}: ${last.message}`]),
  ];
}

function scheduleLines({ name, selection, on, words, next, last }: ScheduleState): readonly string[] {
  return [
    `  ${name}${on ? '' : ' (off)'}  ${words}  ${selection}`,
    ...(next[0] === undefined ? [] : [`    next tick ${utcTime(next[0])}`]),
    ...(last === null ? [] : [`    last ${tickText(last)}`]),
  ];
}

function sensorLines({ name, selection, on, minimumIntervalMs, cursor, next, last }: SensorState): readonly string[] {
  return [
    `  ${name}${on ? '' : ' (off)'}  every ${String(minimumIntervalMs / 1000)} s at most  ${selection}`,
    ...(cursor === null ? [] : [`    cursor ${cursor}`]),
    ...(next === null ? [] : [`    next look ${utcTime(next)}`]),
    ...(last === null ? [] : [`    last ${tickText(last)}`]),
  ];
}

function dryRunText({ runs, evaluations }: AutomationDryRun): string {
  const wanted = runs.map(({ assets, because }) => `  ${assets.join(', ')}  (${because})`);
  const said =
    wanted.length === 0
      ? 'No condition asks for a run now.'
      : `${counted(wanted.length, 'run')} would be requested now:`;
  const problems = evaluations.flatMap(({ asset, problem }) =>
    problem === undefined ? [] : [`  ${asset}: ${problem}`],
  );
  return `${[said, ...wanted, ...titled('Not evaluated', problems)].join('\n')}\n`;
}
