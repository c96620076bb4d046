// Who is mentioned most: the table, and the report that settles the argument.
import { writeFile } from 'node:fs/promises';
import { asset, automation, meta } from 'headwater';
import { barChart } from './bar-chart.ts';
import { characters, episodes } from './show.ts';

const REPORT_FILE = 'appearances.svg';

/** How often the summaries of all episodes mention each character. */
export const characterAppearances = asset(
  {
    inputs: { episodes, characters },
    group: 'analysis',
    kinds: ['typescript'],
    checks: ['someoneAppears'],
    automation: automation.eager(),
  },
  ({ episodes, characters }, ctx) => {
    const counts = characters.map((character) => ({
      character,
      appearances: episodes.reduce((sum, { summary }) => sum + summary.split(character).length - 1, 0),
    }));
    const total = counts.reduce((sum, { appearances }) => sum + appearances, 0);
    return ctx.result(counts, {
      checks: { someoneAppears: { passed: total > 0, metadata: { mentions: total } } },
      metadata: { mentions: total },
    });
  },
);

/**
 * The report, as a picture in `appearances.svg`.
 *
 * It stores its file itself and returns nothing: the framework imposes no form of storage.
 */
export const appearancesReport = asset(
  { inputs: { characterAppearances }, group: 'analysis', kinds: ['svg'], automation: automation.eager() },
  async ({ characterAppearances }, ctx) => {
    const shown = characterAppearances.filter(({ appearances }) => appearances > 0);
    const [x, values] = [shown.map(({ character }) => character), shown.map(({ appearances }) => appearances)];
    const picture = barChart({ labels: x, values });
    await writeFile(REPORT_FILE, picture);
    const [most] = [...shown].sort((a, b) => b.appearances - a.appearances);
    return ctx.materialized({
      metadata: {
        file: meta.path(REPORT_FILE),
        winner: most?.character ?? 'nobody',
        picture: meta.image(
          `data:image/svg+xml;base64,${Buffer.from(picture).toString('base64')}`,
          'Mentions by character',
        ),
        numbers: meta.chart({ type: 'bar', x, series: [{ name: 'mentions', values }] }),
        summary: meta.md(`**${most?.character ?? 'Nobody'}** is mentioned most: ${most?.appearances ?? 0} times.`),
      },
    });
  },
);
