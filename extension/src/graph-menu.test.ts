// The context menu of the Lineage page as the manifest declares it: every entry has a command, and no command is left without a place.
import { readFileSync } from 'node:fs';
import { DEEDS } from '@headwater/webview/protocol';
import { expect, test } from 'vitest';

interface Entry {
  readonly command: string;
  readonly when: string;
  readonly group: string;
}

const { contributes } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly menus: Readonly<Record<'webview/context' | 'commandPalette', readonly Entry[]>>;
  };
};
const entries = contributes.menus['webview/context'];
const ofDeeds = DEEDS.map((deed) => `headwater.graph.${deed}`);

test('V4: every deed has a command with a title, an entry in some menu, and is hidden where it has no menu', () => {
  const titles = new Map(contributes.commands.map(({ command, title }) => [command, title]));
  for (const command of ofDeeds) {
    expect(titles.get(command), command).toMatch(/^[A-Z]/);
    expect(entries.filter((each) => each.command === command).length, command).toBeGreaterThan(0);
    const inPalette = contributes.menus.commandPalette.filter((each) => each.command === command);
    expect(inPalette, command).toEqual([{ command, when: 'false' }]);
  }
  const declared = contributes.commands.map(({ command }) => command);
  expect(declared.filter((command) => command.startsWith('headwater.graph.')).sort()).toEqual([...ofDeeds].sort());
});

test('V4: every entry names a command that is there, a place of our own pages, and stands in its own row of the menu', () => {
  const declared = new Set(contributes.commands.map(({ command }) => command));
  const rows = new Set<string>();
  for (const { command, when, group } of entries) {
    expect(declared, command).toContain(command);
    const place = /^webviewId =~ \/\^headwater\\\.lineage\(Panel\)\?\$\/ && (webviewSection == \w+)/.exec(when)?.[1];
    expect(place, when).toBeDefined();
    const row = `${place ?? ''} ${group} ${when}`;
    expect(rows, row).not.toContain(row);
    rows.add(row);
  }
});
