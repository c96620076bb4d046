// The automation of each project as a tree in the sidebar: its switch, what runs by itself and why or why not, schedules, sensors, backfills.
import * as vscode from 'vscode';
import type { AssetKey, EvaluatedCondition } from '@headwater/graph';
import type { Tick } from '@headwater/runner/protocol';
import type { AutomationElement } from './automation-element.ts';
import { automationItem } from './automation-item.ts';
import {
  assetRow,
  backfillRow,
  branchRow,
  conditionRow,
  nextTickRow,
  noticeRow,
  scheduleRow,
  sensorRow,
  switchRow,
  tickRow,
  type BranchName,
} from './automation-rows.ts';
import type { Model } from './model.ts';
import { paced } from './paced.ts';
import type { ProjectSession } from './project-session.ts';
import { Signal } from './signal.ts';
import type { TreeRow } from './tree-row.ts';

const VIEW_ID = 'headwater.automation';
const PAUSE_MS = 250;
/** Ages and times are words of the moment. */
const AGE_STEP_MS = 30_000;
const TICKS = 10;

export class AutomationTree implements vscode.Disposable {
  /** The view was shown or hidden. */
  readonly needsChanged = new Signal<void>();
  readonly #model: Model;
  readonly #changed = new vscode.EventEmitter<AutomationElement | undefined>();
  readonly #view: vscode.TreeView<AutomationElement>;
  readonly #registrations: vscode.Disposable;
  readonly #update = paced(() => this.#tell(), PAUSE_MS);
  /** What the rows said when they were told last. */
  #shown = '';

  constructor(model: Model) {
    this.#model = model;
    this.#view = vscode.window.createTreeView(VIEW_ID, { treeDataProvider: this.provider, showCollapseAll: true });
    const stop = model.changed.on((change) => {
      if (change.type === 'select' || change.type === 'focus') return;
      if (change.type !== 'session' || change.change.type === 'automation' || change.change.type === 'host')
        this.#update.ask();
    });
    const ages = setInterval(() => this.#update.ask(), AGE_STEP_MS);
    this.#registrations = vscode.Disposable.from(
      this.#view,
      this.#changed,
      this.#view.onDidChangeVisibility(() => {
        this.needsChanged.fire();
        this.#update.ask();
      }),
      { dispose: stop },
      { dispose: () => clearInterval(ages) },
    );
    this.#tell();
  }

  get provider(): vscode.TreeDataProvider<AutomationElement> {
    return {
      onDidChangeTreeData: this.#changed.event,
      getChildren: (element) => this.#children(element),
      getParent: (element) => this.#parent(element),
      getTreeItem: automationItem,
    };
  }

  get visible(): boolean {
    return this.#view.visible;
  }

  /** Opens the tree at an asset, with its conditions. */
  async show({ project }: ProjectSession, key: AssetKey): Promise<void> {
    const session = this.#model.session(project);
    if (!session) return;
    await session.automation.refresh();
    await vscode.commands.executeCommand(`${VIEW_ID}.focus`);
    const element = this.#ofBranch(session, 'assets', new Date()).find(
      (each) => each.type === 'asset' && each.key === key,
    );
    if (element) return this.#view.reveal(element, { select: true, focus: true, expand: 2 });
    void vscode.window.showInformationMessage(
      `${key} does not run by itself: it has no automation condition. Give it one, such as \`automation: automation.eager()\`.`,
    );
  }

  dispose(): void {
    this.#update.stop();
    this.#registrations.dispose();
  }

  /** Without rows the view says why there are none. Rows that say the same are left as they are. */
  #tell(): void {
    if (!this.visible) return;
    const message = this.#sessions().length > 0 ? '' : this.#whyEmpty();
    if (message !== this.#view.message) this.#view.message = message;
    const shown = this.#words(new Date());
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#changed.fire(undefined);
  }

  #whyEmpty(): string {
    const { current } = this.#model;
    if (current === null) return 'No project with assets is open.';
    const { name, runner, automation } = current;
    if (runner.state.state === 'unavailable') return `What runs by itself is not known. ${runner.state.message}`;
    if (automation.document === null) return `Asking what runs by itself in ${name}…`;
    return `Nothing runs by itself in ${name}: give an asset \`automation: automation.eager()\`, or the project a schedule.`;
  }

  /** All that is told of every row, and when each was decided last, as what is below it changes with that. */
  #words(now: Date): string {
    return JSON.stringify(
      this.#sessions().map((session) => [
        session.name,
        this.#branches(session, now).map(({ row }) => row),
        (['assets', 'schedules', 'sensors', 'backfills'] as const).map((of) =>
          this.#ofBranch(session, of, now).map(({ id, row }) => [id, row]),
        ),
        session.automation.document?.assets.map(({ last }) => last?.time),
        session.automation.document?.schedules.map(({ next, last }) => [next, last?.time]),
        session.automation.document?.sensors.map(({ last }) => last?.time),
      ]),
    );
  }

  #sessions(): readonly ProjectSession[] {
    return this.#model.sessions.filter(({ automation }) => automation.hasAny || automation.backfills.length > 0);
  }

  async #children(element: AutomationElement | undefined): Promise<AutomationElement[]> {
    const now = new Date();
    if (element === undefined) {
      const sessions = this.#sessions();
      const [only] = sessions;
      if (only && sessions.length === 1) return this.#branches(only, now);
      return sessions.map((session) => ({
        type: 'project',
        ...placed(session, 'project'),
        row: projectRow(session, now),
      }));
    }
    const session = this.#model.session(element.project);
    if (!session) return [];
    switch (element.type) {
      case 'project':
        return this.#branches(session, now);
      case 'branch':
        return this.#ofBranch(session, element.of, now);
      case 'asset':
        return this.#why(session, element.key);
      case 'condition':
        return conditions(session, element.condition.of, element.id);
      case 'ticker':
        return this.#ticks(session, element.name, now);
      default:
        return [];
    }
  }

  /** Asked for what is revealed: an asset, and what it stands below. */
  #parent(element: AutomationElement): AutomationElement | null {
    const session = this.#model.session(element.project);
    if (!session || element.type === 'project') return null;
    const now = new Date();
    if (element.type === 'asset')
      return this.#branches(session, now).find((each) => each.type === 'branch' && each.of === 'assets') ?? null;
    if (element.type !== 'branch' || this.#sessions().length === 1) return null;
    return { type: 'project', ...placed(session, 'project'), row: projectRow(session, now) };
  }

  #branches(session: ProjectSession, now: Date): AutomationElement[] {
    const { document, backfills } = session.automation;
    if (!document) return [];
    const branch = (of: BranchName, count: number): AutomationElement[] =>
      count === 0 ? [] : [{ type: 'branch', of, ...placed(session, of), row: branchRow(of, count) }];
    return [
      { type: 'switch', ...placed(session, 'switch'), row: switchRow(document, now) },
      ...document.notices.map((notice, index): AutomationElement => ({
        type: 'notice',
        ...placed(session, `notice ${index}`),
        row: noticeRow(notice),
      })),
      ...branch('assets', document.assets.length),
      ...branch('schedules', document.schedules.length),
      ...branch('sensors', document.sensors.length),
      ...branch('backfills', backfills.length),
    ];
  }

  #ofBranch(session: ProjectSession, of: BranchName, now: Date): AutomationElement[] {
    const { document, backfills } = session.automation;
    if (!document) return [];
    switch (of) {
      case 'assets':
        return document.assets.map((asset) => ({
          type: 'asset',
          key: asset.key,
          ...placed(session, `asset ${asset.key}`),
          row: assetRow(asset, now),
        }));
      case 'schedules':
        return document.schedules.map((schedule) => ({
          type: 'ticker',
          name: schedule.name,
          ...placed(session, `schedule ${schedule.name}`),
          row: scheduleRow(schedule, now),
        }));
      case 'sensors':
        return document.sensors.map((sensor) => ({
          type: 'ticker',
          name: sensor.name,
          ...placed(session, `sensor ${sensor.name}`),
          row: sensorRow(sensor, now),
        }));
      case 'backfills':
        return backfills.map((backfill) => ({
          type: 'backfill',
          backfill: backfill.backfill,
          ...placed(session, `backfill ${backfill.backfill}`),
          row: backfillRow(backfill, now),
        }));
    }
  }

  /** The last evaluation; where there was none, what one would say now. */
  async #why(session: ProjectSession, key: AssetKey): Promise<AutomationElement[]> {
    const reply = await session.automation.why(key);
    const say = (sentence: string): AutomationElement[] => [
      { type: 'notice', ...placed(session, `why ${key}`), row: noticeRow(sentence) },
    ];
    if (!reply.ok) return say(reply.error.message);
    const { evaluation, message } = reply.result;
    if (evaluation === null) return say(message ?? 'It was not evaluated yet.');
    const problem = evaluation.problem === undefined ? [] : say(evaluation.problem);
    return [...problem, ...conditions(session, [evaluation.tree], `why ${key}`)];
  }

  async #ticks(session: ProjectSession, name: string, now: Date): Promise<AutomationElement[]> {
    const next = session.automation.document?.schedules.find((each) => each.name === name)?.next ?? [];
    const reply = await session.runner.request('ticks', { name, limit: TICKS });
    const past: readonly Tick[] = reply.ok ? reply.result.ticks : [];
    return [
      ...next.map((time): AutomationElement => ({
        type: 'tick',
        ...placed(session, `next ${name} ${time}`),
        row: nextTickRow(time, now),
      })),
      ...past.map((tick, index): AutomationElement => ({
        type: 'tick',
        ...placed(session, `tick ${name} ${index}`),
        row: tickRow(tick, now),
      })),
      ...(reply.ok
        ? []
        : [{ type: 'notice', ...placed(session, `ticks ${name}`), row: noticeRow(reply.error.message) } as const]),
    ];
  }
}

const placed = ({ project }: ProjectSession, name: string): { readonly project: string; readonly id: string } => ({
  project,
  id: `${project}\0${name}`,
});

function conditions(session: ProjectSession, of: readonly EvaluatedCondition[], below: string): AutomationElement[] {
  return of.map((condition, index) => ({
    type: 'condition',
    condition,
    project: session.project,
    id: `${below}\0${index}`,
    row: conditionRow(condition),
  }));
}

function projectRow({ name, automation }: ProjectSession, now: Date): TreeRow {
  const state = automation.document ? switchRow(automation.document, now).label : '';
  return {
    label: name,
    description: state,
    icon: 'project',
    colour: null,
    open: true,
    context: 'project',
    spoken: `${name}, ${state}`,
  };
}
