// Lets a person choose what a project is compared with: a branch, a tag, or any name of a commit that is typed.
import * as vscode from 'vscode';
import type { DiffBaseChoice, DiffBases } from '@headwater/server/protocol';

interface BaseItem extends vscode.QuickPickItem {
  readonly ref?: string | null;
  /** As a person would type it. */
  readonly name?: string;
}

export interface ChooseBaseOptions {
  readonly name: string;
  /** What it is compared with now; null: the default. */
  readonly now: string | null;
  readonly bases: Promise<DiffBases | null>;
}

/** Undefined when nothing was chosen. */
export function chooseBase({ name, now, bases }: ChooseBaseOptions): Promise<string | null | undefined> {
  const pick = vscode.window.createQuickPick<BaseItem>();
  pick.title = `Compare ${name} with`;
  pick.placeholder = 'A branch, a tag, or any name of a commit: HEAD~3, a1b2c3d';
  pick.matchOnDescription = true;
  pick.busy = true;
  let known: readonly BaseItem[] = [];
  const show = (): void => {
    const typed = pick.value.trim();
    pick.items = typed === '' || known.some(({ name: each }) => each === typed) ? known : [...known, typedItem(typed)];
  };
  void bases.then((answer) => {
    known = baseItems(answer, now);
    pick.busy = false;
    show();
  });
  pick.onDidChangeValue(show);
  pick.show();
  return new Promise((done) => {
    pick.onDidAccept(() => {
      const [chosen] = pick.selectedItems;
      // A sentence why there are none is no choice.
      if (chosen?.ref === undefined) return;
      done(chosen.ref);
      pick.hide();
    });
    pick.onDidHide(() => {
      pick.dispose();
      done(undefined);
    });
  });
}

const SECTIONS: Readonly<Record<DiffBaseChoice['kind'], string>> = {
  default: '',
  head: '',
  branch: 'branches',
  remote: 'remote branches',
  tag: 'tags',
};
const ICONS: Readonly<Record<DiffBaseChoice['kind'], string>> = {
  default: 'git-merge',
  head: 'git-commit',
  branch: 'git-branch',
  remote: 'cloud',
  tag: 'tag',
};

function baseItems(answer: DiffBases | null, now: string | null): BaseItem[] {
  if (answer === null) return [{ label: 'The language server does not answer', alwaysShow: true }];
  if (answer.problem !== null) return [{ label: answer.problem, alwaysShow: true }];
  let section = '';
  return answer.bases.flatMap(({ ref, name, kind, commit, title }): BaseItem[] => {
    const item: BaseItem = {
      ref,
      name,
      label: `$(${ICONS[kind]}) ${name}`,
      description: [commit.slice(0, 7), title, ref === now ? 'compared with now' : '']
        .filter((part) => part !== '')
        .join(' · '),
    };
    const isNew = SECTIONS[kind] !== section;
    section = SECTIONS[kind];
    return isNew ? [{ label: section, kind: vscode.QuickPickItemKind.Separator }, item] : [item];
  });
}

function typedItem(ref: string): BaseItem {
  return { ref, label: `$(edit) ${ref}`, description: 'as it is typed', alwaysShow: true };
}
