// Cron expressions and time zones in the source: what is said of them, what can be written there.
import { describe, expect, test } from 'vitest';
import { applyEdits, openFixture } from '../test/apply-edits.ts';

/** Saturday, the night in which Berlin leaves winter time. */
const NOW = Date.parse('2026-03-28T22:30:00Z');

async function cronIn(text: string) {
  const opened = await openFixture(
    `import { asset, automation, freshness, partitions, schedule } from 'headwater';\n${text}\n`,
  );
  return opened.assistance.cronAt(opened.cursor, NOW);
}

describe('B15: a cron says its words and its next ticks, in its time zone', () => {
  test('as the argument of a condition, over the change of the clock', async () => {
    const cron = await cronIn(
      "export const a = asset({ automation: automation.onCron('30 $02 * * *', 'Europe/Berlin') }, () => 1);",
    );
    expect(cron?.words).toContain('Europe/Berlin');
    expect(cron?.next).toEqual(['Sun 2026-03-29 03:00', 'Mon 2026-03-30 02:30', 'Tue 2026-03-31 02:30']);
    expect(cron?.range).toEqual({ startLine: 2, startColumn: 56, endLine: 2, endColumn: 68 });
  });

  test('as an option, its time zone beside it or UTC', async () => {
    const cron = await cronIn(
      "const zone = 'Asia/Tokyo';\nexport const s = schedule('s', { timezone: zone, cron: '@$0daily', selection: '*' });",
    );
    expect(cron?.next[0]).toBe('Mon 2026-03-30 00:00');
    const utc = await cronIn("export const p = partitions.cron({ cron: '0 6 * * 1$0', start: '2026-01-01' });");
    expect(utc?.next[0]).toBe('Mon 2026-03-30 06:00');
    const deadline = await cronIn(
      "export const f = freshness.cron('0 9 $0* * *', { lowerBound: '4h', timezone: 'Asia/Tokyo' });",
    );
    expect(deadline?.next[0]).toBe('Sun 2026-03-29 09:00');
  });

  test.each([
    ["export const a = asset({ automation: automation.onCron('0 8 * * *', 'Europe/$0Berlin') }, () => 1);"],
    ["export const a = asset({ automation: automation.onCron('0 25 $0* * *') }, () => 1);"],
    ["export const a = asset({ group: '0 8 $0* * *' }, () => 1);"],
    ["export const x = other.onCron('0 8 $0* * *');"],
  ])('nothing is said of %s', async (text) => {
    expect(await cronIn(text)).toBeNull();
  });
});

describe('completion', () => {
  test('of time zones and crons, at top level and in options', async () => {
    const opened = await openFixture(
      "import { automation } from 'headwater';\nexport const when = automation.onCron('0 8 * * *', 'eurber$0');\n",
    );
    const { items } = opened.assistance.completions(opened.cursor);
    const berlin = items.find(({ label }) => label === 'Europe/Berlin');
    expect(berlin && applyEdits(opened.texts, [berlin.edit]).get('src/assets.ts')).toContain(
      "automation.onCron('0 8 * * *', 'Europe/Berlin')",
    );
    const crons = await openFixture(
      "import { schedule } from 'headwater';\nexport const s = schedule('s', { cron: '@$0', timezone: 'Asia/Tokyo', selection: '*' });\n",
    );
    const offered = crons.assistance.completions(crons.cursor).items;
    expect(offered.map(({ label }) => label)).toEqual(['@hourly', '@daily', '@weekly', '@monthly', '@yearly']);
    expect(offered[1]?.detail).toContain('Asia/Tokyo');
  });

  test('of a schedule’s selection, as of a job’s', async () => {
    const opened = await openFixture(
      "import { asset, schedule } from 'headwater';\nexport const orders = asset(() => 1);\nexport const s = schedule('s', { cron: '@daily', selection: 'key:o$0' });\n",
    );
    expect(opened.assistance.completions(opened.cursor).items.map(({ label }) => label)).toEqual(['orders']);
  });
});
