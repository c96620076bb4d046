// Options and arguments that are wrong: each is a TypeError that says what it got and what to write instead.
import { expect, test } from 'vitest';
import { asset, externalAsset, job, multiAsset, op, output, resource } from 'headwater';

/** What a program without a compiler may hand in. */
const untyped = asset as unknown as (...args: readonly unknown[]) => unknown;

const customers = asset({ group: 'bronze' }, async () => [{ customerId: 1, segment: 'Premium' }]);
const db = resource({ create: () => 1 });
const parse = op((ctx, text: string) => text);
const extract = multiAsset({ outputs: { users: output<number>() } }, async function* (ctx) {
  yield ctx.result('users', 1);
});

const options = (given: object): readonly unknown[] => [given, () => 1];

test.each<[string, readonly unknown[], string]>([
  ['no body', [{ group: 'a' }, undefined], 'asset: the body is a function, and comes last; got undefined.'],
  ['options alone', [{ group: 'a' }], 'asset: the body is a function, and comes last; got an object.'],
  ['nothing', [], 'asset: the first of two arguments holds the options, an object; got undefined.'],
  [
    'arguments swapped',
    [() => 1, {}],
    'asset: the first of two arguments holds the options, an object; got a function.',
  ],
  ['a mistyped option', [{ gruop: 'a' }, () => 1], 'asset: there is no option "gruop". Did you mean "group"?'],
  ['the option of one kind', [{ kind: ['a'] }, () => 1], 'Did you mean "kinds"?'],
  [
    'another option',
    [{ schedule: '@daily' }, () => 1],
    'there is no option "schedule". The options are inputs, deps, key, renamedFrom, description, group, kinds, tags, owners, io, columns, checks, freshness, partitions, automation, backfill, resources, config, retry, timeout, memoryLimit, pool, codeVersion, deterministic, metadata.',
  ],
  [
    'an input that is undefined',
    [{ inputs: { customers: undefined } }, () => 1],
    'input "customers" is not an asset but undefined. Is it exported under that name?',
  ],
  [
    'an input that is a value',
    [{ inputs: { customers: [1] } }, () => 1],
    'input "customers" is not an asset but an array. Hand in the asset itself',
  ],
  [
    'an input that is a call',
    [{ inputs: { customers: Promise.resolve(1) } }, () => 1],
    'input "customers" is not an asset but a promise.',
  ],
  [
    'inputs as a list',
    [{ inputs: [customers] }, () => 1],
    'inputs is an object of assets, such as { orders }; got an array.',
  ],
  ['a dep by name', [{ deps: ['customers'] }, () => 1], 'deps[0] is not an asset but a string ("customers").'],
  [
    'deps as an object',
    [{ deps: { customers } }, () => 1],
    'deps is an array of assets, such as [orders]; got an object.',
  ],
  [
    'a key it had before, as segments',
    [{ renamedFrom: [['crm', 'orders']] }, () => 1],
    "renamedFrom is the key it had before, such as 'orders' or 'crm/orders', or an array of them; got an array.",
  ],
  ['a key it had before that is none', [{ renamedFrom: 'crm//orders' }, () => 1], 'got a string ("crm//orders").'],
  ['an empty group', [{ group: ' ' }, () => 1], 'group is empty; name it, or leave it out.'],
  ['a group that is no text', [{ group: 3 }, () => 1], 'group is a string; got number 3.'],
  ['a description that is no text', [{ description: new Date(0) }, () => 1], 'description is a string; got a Date.'],
  [
    'kinds as a string',
    [{ kinds: 'ts' }, () => 1],
    'kinds is an array of strings, such as [\'typescript\']; got a string ("ts").',
  ],
  ['a kind that is no word', [{ kinds: [''] }, () => 1], 'one of them is a string ("").'],
  [
    'a whole multi-asset',
    options({ inputs: { extract } }),
    'input "extract" is a whole multi-asset. Name one of its outputs, as in extract.users.',
  ],
  ['an op as input', options({ inputs: { parse } }), 'input "parse" is not an asset but an op.'],
  ['a resource in deps', options({ deps: [db] }), 'deps[0] is not an asset but a resource.'],
  [
    'tags as a list',
    options({ tags: ['a'] }),
    "tags is an object of texts, such as { domain: 'sales' }; got an array.",
  ],
  [
    'a tag that is no text',
    options({ tags: { tier: 1 } }),
    `tag "tier" is number 1; write its value as text, or '' for none.`,
  ],
  [
    'an owner without a domain',
    options({ owners: ['ann'] }),
    `an owner is an e-mail address or 'team:NAME'; one of them is a string ("ann").`,
  ],
  ['owners as text', options({ owners: 'team:data' }), "owners is an array, such as ['team:data']; got a string"],
  ['an IO manager in the place of its name', options({ io: { handleOutput() {} } }), 'io is a string; got an object.'],
  [
    'checks as an object',
    options({ checks: { a: true } }),
    "checks is an array of names, such as ['notEmpty']; got an object.",
  ],
  [
    'a check twice',
    options({ checks: ['a', { name: 'a' }] }),
    'checks declares "a" twice; a name stands for one check.',
  ],
  [
    'a check without a name',
    options({ checks: [{ blocking: true }] }),
    "a check has no name; write { name: 'notEmpty' }.",
  ],
  [
    'a mistyped field of a check',
    options({ checks: [{ name: 'a', block: true }] }),
    'checks: there is no field "block". Did you mean "blocking"?',
  ],
  [
    'a severity of a check',
    options({ checks: [{ name: 'a', severity: 'fatal' }] }),
    `check "a": severity is 'warn' or 'error'; got a string ("fatal").`,
  ],
  [
    'resources as a list',
    options({ resources: [db] }),
    'resources is an object of resources, such as { db }; got an array.',
  ],
  [
    'a resource that is none',
    options({ resources: { db: new Map() } }),
    'resource "db" is not a resource but a Map. Hand in what resource({ create }) returned.',
  ],
  [
    'an asset as resource',
    options({ resources: { customers } }),
    'resource "customers" is not a resource but an asset.',
  ],
  [
    'a config that is no schema',
    options({ config: { limit: 5 } }),
    'config is a schema that speaks Standard Schema (of zod, valibot or arktype, for instance); got an object.',
  ],
  [
    'a retry that is no number',
    options({ retry: '3' }),
    "retry is how often, such as 3, or { maxRetries: 3, delay: '5s' }; got a string",
  ],
  ['a negative retry', options({ retry: -1 }), 'retry.maxRetries is a whole number, 0 or more; got number -1.'],
  [
    'half a retry',
    options({ retry: { maxRetries: 1.5 } }),
    'retry.maxRetries is a whole number, 0 or more; got number 1.5.',
  ],
  [
    'a mistyped field of retry',
    options({ retry: { maxRetry: 3 } }),
    'retry: there is no field "maxRetry". Did you mean "maxRetries"?',
  ],
  [
    'a backoff',
    options({ retry: { delay: 1, backoff: 'double' } }),
    "retry.backoff is 'linear' or 'exponential'; got a string",
  ],
  [
    'a jitter',
    options({ retry: { delay: 1, jitter: true } }),
    "retry.jitter is 'full' or 'plus-minus'; got boolean true.",
  ],
  [
    'a backoff of nothing',
    options({ retry: { backoff: 'linear' } }),
    "retry.backoff changes a delay, and there is none; add delay: '5s'.",
  ],
  [
    'a duration in words',
    options({ timeout: '5 minutes' }),
    `timeout is a duration such as '500ms', '5s', '30m', '1h' or '2d', or milliseconds; got a string ("5 minutes").`,
  ],
  ['no time at all', options({ timeout: 0 }), 'timeout is a duration such as'],
  ['a delay below zero', options({ retry: { delay: -5 } }), 'retry.delay is a duration such as'],
  ['a duration that is no number', options({ timeout: NaN }), 'got number NaN.'],
  [
    'a size in other units',
    options({ memoryLimit: '2TB' }),
    `memoryLimit is a size such as '512MB' or '2GB', or bytes; got a string ("2TB").`,
  ],
  ['a pool that is no name', options({ pool: 2 }), 'pool is a string; got number 2.'],
  ['a code version that is a number', options({ codeVersion: 2 }), 'codeVersion is a string; got number 2.'],
  [
    'deterministic in words',
    options({ deterministic: 'yes' }),
    'deterministic is true or false; got a string ("yes").',
  ],
  [
    'metadata that cannot be shown',
    options({ metadata: { rows: [1] } }),
    'asset: metadata: "rows" is an array; a value is a finite number',
  ],
  ['no segments', [{ key: [] }, () => 1], 'key is an empty array'],
  ['an empty segment', [{ key: ['a', ''] }, () => 1], 'key has an empty segment in key ["a",""]'],
  [
    'a slash',
    [{ key: 'weather/highs' }, () => 1],
    'key segment "weather/highs" has a slash; write several segments as an array: ["weather","highs"].',
  ],
  ['a way out', [{ key: ['a', '..'] }, () => 1], 'key segment ".." would leave its folder'],
  ['a control character', [{ key: 'a\u0000b' }, () => 1], 'key segment "a\\u0000b" has a control character'],
  ['half a character', [{ key: 'a\ud800' }, () => 1], 'has a control character'],
  [
    'a key that is no text',
    [{ key: ['a', 1] }, () => 1],
    'key is a string or an array of strings; got number 1 in key ["a",1].',
  ],
])('%s is a TypeError with a sentence', (_what, args, sentence) => {
  expect(() => untyped(...args)).toThrow(TypeError);
  expect(() => untyped(...args)).toThrow(sentence);
});

test.each<[string, () => unknown, string]>([
  [
    'an op without a body',
    () => op({ name: 'a' } as never),
    'op: the body is a function, and comes last; got an object.',
  ],
  [
    'an option of an op',
    () => op({ pool: 'x' } as never, () => 1),
    'op: there is no option "pool". The options are name, retry, timeout.',
  ],
  [
    'an external asset with inputs',
    () => externalAsset({ inputs: {} } as never),
    'externalAsset: there is no option "inputs".',
  ],
  [
    'an observe that is no function',
    () => externalAsset({ observe: 'v1' } as never),
    'externalAsset: observe is a function that gives a data version; got a string ("v1").',
  ],
  ['an option of an output', () => output({ retry: 3 } as never), 'output: there is no option "retry".'],
  [
    'a multi-asset without outputs',
    () => multiAsset({} as never, async function* () {}),
    'multiAsset: outputs is an object of outputs, such as { users: output<User[]>() }; got undefined.',
  ],
  [
    'no outputs',
    () => multiAsset({ outputs: {} }, async function* () {}),
    'multiAsset: outputs is empty; declare at least one',
  ],
  [
    'an output that is none',
    () => multiAsset({ outputs: { users: {} } } as never, (() => {}) as never),
    'multiAsset: output "users" is an object; declare it with output<Value>().',
  ],
  [
    'an output of a bad name',
    () => multiAsset({ outputs: { 'a/b': output() } }, async function* () {}),
    'multiAsset: output "a/b": key segment "a/b" has a slash',
  ],
  [
    'a resource without create',
    () => resource({ dispose() {} } as never),
    'resource: create is a function that makes the resource; got undefined.',
  ],
  [
    'a resource that is a function',
    () => resource((() => 1) as never),
    'resource: the argument is an object { create }; got a function.',
  ],
  [
    'a mistyped option of a resource',
    () => resource({ create: () => 1, dispos() {} } as never),
    'resource: there is no option "dispos". Did you mean "dispose"?',
  ],
  [
    'a resource with another config',
    () => resource({ create: () => 1, config: {} as never }),
    'resource: config is a schema that speaks Standard Schema',
  ],
  [
    'a job without a name',
    () => job('', { selection: '*' }),
    "job: the name is a text without quotes, such as 'nightly'; got a string",
  ],
  [
    'a job without a selection',
    () => job('a', {} as never),
    `job "a": selection is a selection such as 'group:"gold"', or an array of assets; got undefined.`,
  ],
  ['an empty selection', () => job('a', { selection: ' ' }), `job "a": selection is empty; write '*' for every asset.`],
  [
    'a selection of names',
    () => job('a', { selection: ['x'] as never }),
    'job "a": selection[0] is not an asset but a string ("x").',
  ],
])('%s is a TypeError with a sentence', (_what, make, sentence) => {
  expect(make).toThrow(TypeError);
  expect(make).toThrow(sentence);
});
