// Who gets in at the page's door: every way that is not the printed address or the page itself is refused.
import { describe, expect, test } from 'vitest';
import { loopbackGate, type Knock } from './loopback-gate.ts';

const token = 'b'.repeat(43);
const gate = loopbackGate({ port: 3030, token });
const knock = (of: Partial<Knock>): Knock => ({
  method: 'GET',
  target: '/',
  host: '127.0.0.1:3030',
  origin: undefined,
  cookie: undefined,
  fetchSite: undefined,
  ...of,
});
const cookie = `other=1; headwater-dev-3030=${token}`;
const own = { cookie, origin: 'http://127.0.0.1:3030', fetchSite: 'same-origin' };

const status = (of: Partial<Knock>): number => {
  const verdict = gate(knock(of));
  return verdict.pass ? 200 : verdict.status;
};

describe('who comes in', () => {
  test('with the printed address, and from then on with the cookie it set', () => {
    const first = gate(knock({ target: `/?token=${token}` }));
    expect(first).toMatchObject({
      pass: true,
      path: '/',
      setCookie: `headwater-dev-3030=${token}; HttpOnly; SameSite=Strict; Path=/`,
    });
    expect(gate(knock({ cookie, target: '/page.js' }))).toMatchObject({
      pass: true,
      path: '/page.js',
      setCookie: null,
    });
    expect(status({ ...own, method: 'POST', target: '/say' })).toBe(200);
    expect(status({ ...own, origin: undefined, target: '/events?page=1' })).toBe(200);
    expect(status({ cookie, host: 'LOCALHOST:3030' })).toBe(200);
  });

  test.each<[string, Partial<Knock>]>([
    ['no token', {}],
    ['another token', { target: '/?token=bb' }],
    ['an empty token', { target: '/?token=' }],
    ['another cookie', { cookie: 'headwater-dev-3030=bb' }],
    ['the cookie of a server at another port', { cookie: `headwater-dev-3031=${token}` }],
    [
      'a token at a mutation, where only the page itself may ask',
      { ...own, cookie: '', method: 'POST', target: `/say?token=${token}` },
    ],
    ['a token at the stream', { target: `/events?token=${token}` }],
  ])('401 for %s', (_, of) => expect(status(of)).toBe(401));

  test.each<[string, Partial<Knock>]>([
    ['a foreign name that points here', { cookie, host: 'rebound.example:3030' }],
    ['no Host', { cookie, host: undefined }],
    ['another port', { cookie, host: '127.0.0.1:3031' }],
    ['another origin, whatever it asks', { cookie, origin: 'http://rebound.example' }],
    ['an origin without a name', { cookie, origin: 'null' }],
    ['a mutation that does not say where it comes from', { cookie, method: 'POST', target: '/say' }],
    ['a mutation of another site', { ...own, fetchSite: 'cross-site', method: 'POST', target: '/say' }],
    ['a stream for another port of this machine', { cookie, fetchSite: 'same-site', target: '/events' }],
  ])('403 for %s', (_, of) => expect(status(of)).toBe(403));

  test('nothing but GET and POST, and no address that is none', () => {
    for (const method of ['PUT', 'DELETE', 'OPTIONS', 'CONNECT']) expect(status({ ...own, method })).toBe(405);
    for (const target of ['http://127.0.0.1:3030/', '*', '']) expect(status({ cookie, target })).toBe(400);
  });
});
