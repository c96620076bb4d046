// What the status bar says of what runs by itself: whether it does now, when next, and how much is too old.
import { counted } from '@headwater/graph';
import type { AutomationDocument } from '@headwater/runner/protocol';
import { nextWords } from './automation-rows.ts';

interface AutomationBar {
  readonly text: string;
  readonly tooltip: string;
  readonly command: 'headwater.toggleAutomation' | 'headwater.automation.focus';
}

interface AutomationBarOptions {
  readonly name: string;
  readonly document: AutomationDocument;
  readonly now: Date;
}

/** Null where nothing of the project could run by itself, and nothing is too old. */
export function automationBar({ name, document, now }: AutomationBarOptions): AutomationBar | null {
  const { on, assets, schedules, sensors } = document;
  const conditions = assets.filter(({ condition }) => condition !== null);
  const could = [
    { of: conditions, one: 'asset' },
    { of: schedules, one: 'schedule' },
    { of: sensors, one: 'sensor' },
  ].flatMap(({ of, one }) => (of.length === 0 ? [] : [counted(of.length, one)]));
  const late = assets.filter(({ freshness }) => freshness?.state === 'fail').length;
  const lateText = late === 0 ? '' : `$(warning) ${late} too old`;
  // There is nothing to switch: how old data is is told in any case.
  if (could.length === 0)
    return late === 0
      ? null
      : {
          text: lateText,
          tooltip: `Data of ${name} is too old. Click to see which.`,
          command: 'headwater.automation.focus',
        };
  const [next] = [...conditions.map((each) => each.next), ...schedules.map((each) => (each.on ? each.next[0] : null))]
    .flatMap((time) => time ?? [])
    .sort();
  const coming = on && next !== undefined ? ` · ${nextWords(next, now)}` : '';
  return {
    text: `${on ? '$(play-circle) Auto' : '$(debug-pause) Auto off'}${coming}${late === 0 ? '' : ` ${lateText}`}`,
    tooltip: on
      ? `${name} runs by itself. Click to switch it off.`
      : `${name} could run by itself: ${could.join(', ')}. Click to switch it on.`,
    command: 'headwater.toggleAutomation',
  };
}
