// Checks that are declared and never returned: told exactly where every result of the body can be read.
import { describe, expect, test } from 'vitest';
import { ROOT, check } from './test/fixture.ts';

const HEADER = `import { asset, assetCheck, graphAsset, multiAsset, op, output } from 'headwater';\n`;

describe('L3 unreturned-check', () => {
  test('a body without results, with results that leave it out, with an empty result', async () => {
    const { problems } = await check(
      `
${HEADER}export const a = asset({ checks: ['full'] }, () => 1);
//                                ^^^^^^ unreturned-check: \`a\` declares the check \`full\`, but its body never returns an outcome of it, which fails the run. Return \`ctx.result(value, { checks: { full: … } })\`, or check it apart with \`assetCheck\`.
export const b = asset({ checks: ['full', { name: 'unique', blocking: true }] }, (ctx) => ctx.result(1, { checks: { full: true } }));
//                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unreturned-check: the check \`unique\`
export const c = asset({ checks: ['full'] }, (ctx) => { if (Math.random() > 2) return ctx.result(1); return ctx.result(2, { metadata: { rows: 1 } }); });
//                                ^^^^^^ unreturned-check
export const d = asset({ checks: ['full'] }, (ctx) => ctx.materialized());
//                                ^^^^^^ unreturned-check
export const e = asset({ checks: ['full'] }, function main(ctx) { ctx.log.info('checks'); return { checks: { full: true } }; });
//                                ^^^^^^ unreturned-check
export const f = asset({ inputs: { a }, checks: ['full'] }, (inputs, ctx) => ctx.result(JSON.stringify(inputs)));
//                                               ^^^^^^ unreturned-check
export const g = asset({ checks: ['full'] }, ({ result, log: say }) => { say.info('x'); return result({ checks: { full: true } }); });
//                                ^^^^^^ unreturned-check
`,
      { loads: true },
    );
    expect(new Set(problems.map(({ severity }) => severity))).toEqual(new Set(['warning']));
  });

  test('one output of a multi-asset, not the other', async () => {
    await check(`
${HEADER}export const { a, b } = multiAsset(
  { outputs: { a: output({ checks: ['full'] }), b: output({ checks: ['full'] }) } },
//                                                                   ^^^^^^ unreturned-check: Return \`ctx.result('b', value, { checks: { full: … } })\`
  async function* (ctx) {
    yield ctx.result('a', { checks: { none: true } }, { checks: { full: true } });
    yield ctx.materialized('b');
  },
);
`);
  });

  test('a function of this file by its name', async () => {
    await check(`
${HEADER}export const a = asset({ checks: ['full'] }, main);
//                                ^^^^^^ unreturned-check
function main(ctx) { return ctx.result(1); }
`);
  });

  test('a slip of the name is told once, where it is written', async () => {
    await check(`
${HEADER}export const a = asset({ checks: ['notEmpty'] }, (ctx) => ctx.result(1, { checks: { notEmtpy: true } }));
//                                                                                  ^^^^^^^^ undeclared-check: Did you mean \`notEmpty\`?
`);
  });

  test('every way to return it is silent', async () => {
    await check(
      `
${HEADER}export const a = asset({ checks: ['full'] }, (ctx) => ctx.result(1, { checks: { full: true } }));
export const b = asset({ checks: ['full'] }, async ({ result: made }) => made(1, { checks: { full: { passed: true } } }));
export const c = asset({ checks: ['full'] }, ({ materialized }) => materialized({ checks: { 'full': true } }));
export const d = asset({ checks: ['full'] }, (ctx) => (Math.random() > 2 ? 1 : ctx.result(1, { checks: { full: true } })));
export const e = asset({ inputs: { a }, checks: ['full'] }, ({ a }, { result }) => result(a, { checks: { full: true } }));
`,
      { loads: true },
    );
  });

  test('what may be returned elsewhere is silent: the context, its makers or the outcomes are handed on', async () => {
    await check(`
${HEADER}import { finish } from './finish';
const outcomes = { full: true };
const options = { checks: outcomes };
const one = asset({ checks: ['full'] }, finish);
export { one };
export const a = asset({ checks: ['full'] }, (ctx) => finish(ctx));
export const b = asset({ checks: ['full'] }, (ctx) => { const { result } = ctx; return result(1, options); });
export const c = asset({ checks: ['full'] }, (ctx) => ctx.result(1, options));
export const d = asset({ checks: ['full'] }, (ctx) => ctx.result(1, { checks: outcomes }));
export const e = asset({ checks: ['full'] }, (ctx) => ctx.result(1, { checks: { ...outcomes } }));
export const f = asset({ checks: ['full'] }, (ctx) => ctx.result(1, { ...options }));
export const g = asset({ checks: ['full'] }, (ctx) => [1].map(ctx.result)[0]);
export const h = asset({ checks: ['full'] }, function () { return finish(arguments[0]); });
export const i = asset({ checks: ['full'] }, (...all) => finish(...all));
export const j = asset({ checks: ['full'] }, ({ ...rest }) => finish(rest));
export const k = asset({ checks: ['full'] }, (ctx) => ctx['result'](1, options));
export const l = asset({ checks: ['full'] }, ({ result }) => result.call(null, 1, options));
export const m = asset({ checks: ['full'] }, (ctx) => ctx.result(...[1, options]));
export const n = asset({ checks: ['full'] }, (ctx) => ctx.result(1, { ['che' + 'cks']: outcomes }));
export const o = asset({ checks: ['full'] }, (ctx) => { const checks = outcomes; return ctx.result(1, { checks }); });
export const p = asset({ checks: ['full'] }, (ctx = null) => finish());
export const q = asset({ checks: ['full'] }, ([ctx]) => finish());
//- src/finish.ts
export const finish = (ctx?: unknown): unknown => ctx;
`);
  });

  test('a graph asset, whose ops return, and an output under a computed name are silent', async () => {
    await check(`
${HEADER}const last = op((ctx) => 1);
const name = 'a';
export const graph = graphAsset({ checks: ['full'] }, () => last());
export const { a } = multiAsset({ outputs: { a: output({ checks: ['full'] }) } }, function* (ctx) {
  yield ctx.result(name, 1, { checks: { full: true } });
});
`);
  });

  test('a body that is still to be typed is silent', async () => {
    await check(`
${HEADER}export const a = asset({ checks: ['full'] });
`);
  });
});

test('a value with a property `checks` is no list of outcomes', async () => {
  await check(
    `
${HEADER}export const a = asset((ctx) => ctx.result({ checks: { wheels: 4 } }));
export const { b } = multiAsset({ outputs: { b: output<{ checks: { wheels: number } }>() } }, async function* (ctx) {
  yield ctx.result('b', { checks: { wheels: 4 } });
});
`,
    { loads: true },
  );
});

test('the outcomes of one result are read again after an edit', async () => {
  const { analyzer, disk } = await check(`
${HEADER}export const a = asset({ checks: ['full'] }, (ctx) => ctx.result(1, { checks: { full: true } }));
`);
  const file = `${ROOT}/src/assets.ts`;
  analyzer.setOpenFile(file, (disk.read(file) ?? '').replace(', { checks: { full: true } }', ''));
  const { document } = await analyzer.analyze();
  expect(document.problems.map(({ code, line, column }) => [code, line, column])).toEqual([
    ['unreturned-check', 2, 35],
  ]);
});
