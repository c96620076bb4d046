// Secrets never leave a worker in what it says: not in texts, names of metadata, or values deep inside.
import { expect, test } from 'vitest';
import { secretsOf } from './secrets.ts';

test('each secret is masked wherever it stands in texts and metadata', () => {
  const secrets = secretsOf();
  const message = { type: 'log', message: 'token s3cret!', metadata: { 's3cret!': [{ value: 'as3cret!b', n: 1 }] } };
  expect(secrets.mask(message)).toBe(message);
  secrets.add('s3cret!');
  secrets.add('hunter2');
  expect(secrets.mask(message)).toEqual({
    type: 'log',
    message: 'token ***',
    metadata: { '***': [{ value: 'a***b', n: 1 }] },
  });
  expect(secrets.mask({ error: { message: 'hunter2hunter2', stack: 'at s3cret!', line: 3 }, ok: true })).toEqual({
    error: { message: '******', stack: 'at ***', line: 3 },
    ok: true,
  });
});

test('a secret that is also the name of an asset masks what is said of it, not which it is', () => {
  const secrets = secretsOf();
  secrets.add('orders');
  const made = { asset: 'orders', stored: { path: 'values/orders/_/1.sqlite' }, checks: [{ name: 'orders' }] };
  expect(secrets.mask({ type: 'output', made: { ...made, metadata: { note: 'orders' } } })).toEqual({
    type: 'output',
    made: { ...made, metadata: { note: '***' } },
  });
});

test('of two secrets the longer is masked first; one of several lines is masked line by line and as JSON', () => {
  const secrets = secretsOf();
  const key = '-----BEGIN-----\nabcdef\n-----END-----\n';
  for (const value of ['hunter2', 'hunter2-longer', key]) secrets.add(value);
  expect(secrets.text('hunter2-longer hunter2')).toBe('*** ***');
  expect(secrets.text('  abcdef')).toBe('  ***');
  expect(secrets.text(JSON.stringify({ key }))).toBe('{"key":"***"}');
});

test('a value too short to tell from other text is not masked; each value is told once', () => {
  const told: string[] = [];
  const secrets = secretsOf((value) => told.push(value));
  for (const value of ['', 'a', 'long enough', 'long enough']) secrets.add(value);
  expect(secrets.mask({ message: 'a banana' })).toEqual({ message: 'a banana' });
  expect(told).toEqual(['long enough']);
});
