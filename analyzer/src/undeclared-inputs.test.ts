// Bodies that use the const of another asset instead of naming it as input.
import { describe, expect, test } from 'vitest';
import { check } from './test/fixture.ts';

const HEADER = `import { asset, assetCheck, externalAsset, graphAsset, job, multiAsset, op, output } from 'headwater';\n`;

describe('L3 undeclared-input', () => {
  test('called, awaited, handed on, read from, in any kind of body; once for each name', async () => {
    const { problems } = await check(
      `
${HEADER}export const orders = asset(() => [1]);
export const raw = externalAsset();
export const a = asset(async () => (await orders()).length + (await orders()).length);
//                                        ^^^^^^ undeclared-input: The body of \`a\` uses the asset \`orders\` itself instead of its value: the graph has no edge to it, and nothing stored is read. Name it in the options, \`inputs: { orders }\`, and take it from the body's first parameter.
export const b = asset(() => JSON.stringify(orders));
//                                          ^^^^^^ undeclared-input
export const c = asset(() => (orders as unknown as number[]).length);
//                            ^^^^^^ undeclared-input
export const d = asset({ inputs: { a } }, ({ a }) => [a, orders, raw]);
//                                                       ^^^^^^ undeclared-input
//                                                               ^^^ undeclared-input: uses the external asset \`raw\` itself
export const e = graphAsset(() => (orders as never));
//                                 ^^^^^^ undeclared-input
export const { f } = multiAsset({ outputs: { f: output<unknown>() } }, async function* (ctx) { yield ctx.result('f', orders); });
//                                                                                                                   ^^^^^^ undeclared-input: This body uses the asset \`orders\`
`,
      { loads: true },
    );
    expect(problems[0]).toMatchObject({
      severity: 'warning',
      related: [{ message: 'declared here', file: 'src/assets.ts', line: 2, column: 14 }],
    });
  });

  test('from other files, as a property, and the outputs of a multi-asset', async () => {
    const { problems } = await check(
      `
//- src/raw.ts
${HEADER}export const orders = asset(() => [1]);
export const api = multiAsset({ outputs: { users: output<string[]>(), posts: output<string[]>() } }, async function* (ctx) {
  yield ctx.result('users', []);
  yield ctx.result('posts', []);
});
//- src/report.ts
${HEADER}import { api, orders as all } from './raw';
import * as raw from './raw';
export const a = asset(() => String(all));
//                                  ^^^ undeclared-input: \`inputs: { all }\`
export const b = asset(() => String(raw.orders));
//                                  ^^^^^^^^^^ undeclared-input: \`inputs: { orders: raw.orders }\`
export const c = asset(() => String(api.users));
//                                  ^^^^^^^^^ undeclared-input: uses the output \`api.users\` itself instead of its value: the graph has no edge to it, and nothing stored is read. Name it in the options, \`inputs: { users: api.users }\`
export const d = asset(() => String(api));
//                                  ^^^ undeclared-input: uses the multi-asset \`api\` itself instead of its value: the graph has no edge to it, and nothing stored is read. Name it in the options, \`inputs: { users: api.users }\`
export const e = asset(() => String(raw.api.users.length));
//                                  ^^^^^^^^^^^^^ undeclared-input: uses the output \`raw.api.users\`
`,
      { loads: true },
    );
    expect(problems.map(({ related }) => related?.[0])).toMatchObject([
      { file: 'src/raw.ts', line: 2, column: 14 },
      { file: 'src/raw.ts', line: 2, column: 14 },
      { file: 'src/raw.ts', line: 3, column: 44 },
      { file: 'src/raw.ts', line: 3, column: 44 },
      { file: 'src/raw.ts', line: 3, column: 44 },
    ]);
  });

  test('in a function that is named as the body: of this file at the use, of another where it is named', async () => {
    await check(
      `
//- src/raw.ts
${HEADER}export const orders = asset(() => [1]);
export const total = async () => (await orders()).length;
//- src/report.ts
${HEADER}import { orders, total } from './raw';
async function main() { return (await orders()).length; }
//                                    ^^^^^^ undeclared-input: The body of \`a\` uses the asset \`orders\` itself
const fine = () => total();
export const a = asset(main);
export const b = asset({ group: 'g' }, total);
//                                     ^^^^^ undeclared-input: The body of \`b\` uses the asset \`orders\` itself
export const c = asset({ deps: [orders] }, total);
export const d = asset(fine);
`,
      { loads: true },
    );
  });

  test('silent: what is declared, by the same or another name, as a dep, or by the whole multi-asset', async () => {
    await check(`
${HEADER}export const orders = asset(() => [1]);
export const api = multiAsset({ outputs: { users: output<string[]>() } }, async function* (ctx) { yield ctx.result('users', []); });
export const a = asset({ inputs: { orders } }, ({ orders }) => orders.length);
export const b = asset({ inputs: { orders } }, (inputs) => [inputs.orders, orders]);
export const c = asset({ inputs: { rows: orders } }, ({ rows }) => [rows, orders]);
export const d = asset({ deps: [orders] }, () => String(orders));
export const e = asset({ inputs: { users: api.users } }, ({ users }) => [users, api]);
`);
  });

  test('silent: other names of the same spelling, types, ops, functions, resources, checks, itself', async () => {
    await check(`
${HEADER}export const orders = asset(() => [1]);
const step = op((ctx) => 1);
const double = (value: number) => value * 2;
export const isFull = assetCheck(orders, (orders) => orders.length > 0);
export const nightly = job('nightly', { selection: [orders] });
export const a = asset(() => { const orders = [2]; return orders; });
export const b = asset(() => { type Rows = Awaited<ReturnType<typeof orders>>; return [] as Rows; });
export const c = asset(async () => double(await step()));
export const d = asset(() => ({ orders: 1 }).orders);
export const e = asset(() => [1].map((orders) => orders));
export const f = asset(() => (Math.random() > 2 ? f : null));
export const g = asset(() => [isFull, nightly].length);
`);
  });

  test('silent: where the inputs are known only in a run, and for what nothing exports', async () => {
    await check(`
${HEADER}export const orders = asset(() => [1]);
const inputs = { orders };
const hidden = asset(() => 1);
//    ^^^^^^ unexported
export const a = asset({ inputs: { ...inputs } }, () => String(orders));
//                                 ^^^^^^^^^ dynamic
export const b = asset({ ...inputs }, () => String(orders));
//                       ^^^^^^^^^ dynamic
export const c = asset(() => String(hidden));
`);
  });

  test('silent: ops and functions beside the body, whose callers are not all bodies', async () => {
    await check(`
${HEADER}export const orders = asset(() => [1]);
const step = op(() => orders());
const total = async () => (await orders()).length;
export const a = graphAsset(() => step());
export const b = asset(() => total());
`);
  });
});
