import fc from 'fast-check';
import { mkdtempSync } from 'node:fs';
const { playStory, emptyTally } = await import('/work/main/runner/src/host/engine-story.fixture.ts');
const { story } = await import('/work/main/runner/src/host/engine-world.fixture.ts');
const [seed, round] = process.argv.slice(2).map(Number);
const batch = Math.trunc(round / 100) * 100;
const each = fc.sample(story, { seed: seed + batch, numRuns: 100 })[round % 100];
const fails = async (s) => { try { await playStory(s, { project: mkdtempSync('/dev/shm/h4-'), tally: emptyTally() }); return null; } catch (e) { return e.message; } };
let cur = each; let msg = await fails(cur);
// shrink: drop actions
for (let changed = true; changed;) { changed = false; for (let i = cur.actions.length - 1; i >= 0; i--) { const s = { ...cur, actions: cur.actions.filter((_, j) => j !== i) }; const m = await fails(s); if (m) { cur = s; msg = m; changed = true; } } }
for (let i = 0; i < cur.world.checks.length; i++) { const s = { ...cur, world: { ...cur.world, checks: cur.world.checks.filter((_, j) => j !== i) } }; const m = await fails(s); if (m) { cur = s; msg = m; i--; } }
for (const b of cur.world.bodies) console.log(JSON.stringify(b));
console.log(JSON.stringify(cur.world.externals), JSON.stringify(cur.world.checks));
for (const a of cur.actions) console.log(JSON.stringify(a));
console.log(msg);
