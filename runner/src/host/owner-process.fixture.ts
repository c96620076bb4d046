// Opens a project in a process of its own, says what it is there and what it is answered, and stays until it is killed.
import { writeSync } from 'node:fs';
import { optionsOf } from './doors-project.fixture.ts';
import { openProject } from './open-project.ts';

const client = await openProject(optionsOf(process.argv[2] ?? ''));
const { notices } = await client.request('hello', { protocol: 1, client: 'test' });
const { runs } = await client.request('runs', {});
const { assets } = await client.request('status', {});
const shown = await client.request('show', { key: 'quick' }).catch(String);
const said = {
  owner: client.owner,
  notices,
  runs: runs.map(({ status }) => status),
  statuses: assets.map(({ status }) => status),
  shown,
  // What is refused and what is run: the owner of a test runs nothing by itself.
  refused: client.owner ? null : await client.request('materialize', {}).then(() => null, String),
};
writeSync(1, `${JSON.stringify(said)}\n`);
setInterval(() => undefined, 1000);
