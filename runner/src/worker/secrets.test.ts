// Secrets never leave a worker in what it says: not in texts, names, or values deep inside.
import { expect, test } from 'vitest';
import { secretsOf } from './secrets.ts';

test('each secret is masked wherever it stands, and nothing else changes', () => {
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
  expect(secrets.mask({ value: null, ok: true, text: 'hunter2hunter2' })).toEqual({
    value: null,
    ok: true,
    text: '******',
  });
});

test('a value too short to tell from other text is not masked', () => {
  const secrets = secretsOf();
  secrets.add('');
  secrets.add('a');
  expect(secrets.mask({ message: 'a banana' })).toEqual({ message: 'a banana' });
});
