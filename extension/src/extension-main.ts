// The extension's entry: makes the parts and wires them, and ends every process when the window goes.
import { join } from 'node:path';
import * as vscode from 'vscode';
import { followCursor } from './active-asset.ts';
import { AutomationTree } from './automation-tree.ts';
import { CatalogueTree } from './catalogue-tree.ts';
import { registerCommands } from './commands.ts';
import { extensionApi, type ExtensionApi } from './extension-api.ts';
import { showFailures } from './failure-diagnostics.ts';
import { GraphChanges } from './graph-changes.ts';
import { findLaunch, resolveHost } from './host-launch.ts';
import { registerGraphMenu } from './graph-menu.ts';
import { hoverRows } from './hover-rows.ts';
import { LanguageServer } from './language-server.ts';
import { Lineage } from './lineage-view.ts';
import { materializeFor } from './materialize.ts';
import { Model, projectFile } from './model.ts';
import { ProjectSession } from './project-session.ts';
import { ProjectWatch } from './project-watch.ts';
import { logRunner } from './run-log.ts';
import { watchRepository } from './repository-watch.ts';
import { RunnerClient } from './runner-client.ts';
import { settingsOf } from './settings.ts';
import { startAutomated } from './start-automated.ts';
import { showStatusBar } from './status-bar.ts';
import { tellAlert } from './tell-alert.ts';

let close: (() => Promise<unknown>) | null = null;

/** What of the window is remembered: the project that was looked at. */
const LOOKED_AT = 'headwater.project';

/** Ages in lenses are words like `2 min ago`. */
const AGE_STEP_MS = 30_000;

export function activate(context: vscode.ExtensionContext): ExtensionApi {
  const output = vscode.window.createOutputChannel('Headwater', { log: true });
  const server = new LanguageServer({
    extensionPath: context.extensionPath,
    output,
    indexFolder: join((context.storageUri ?? context.globalStorageUri).fsPath, 'index'),
    firstRows: (question) => hoverRows(model.session(question.project), question),
  });
  const client = `vscode ${String((context.extension.packageJSON as { version: string }).version)}`; // the manifest's own shape
  const model: Model = new Model({
    lookedAt: context.workspaceState.get<string>(LOOKED_AT) ?? null,
    facts: () => ({
      hasFolder: (vscode.workspace.workspaceFolders ?? []).length > 0,
      trusted: vscode.workspace.isTrusted,
    }),
    makeSession(project, name) {
      const root = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(project))?.uri.fsPath ?? project;
      const launchOptions = () => ({
        project,
        root,
        trusted: vscode.workspace.isTrusted,
        nodePath: settingsOf(project).nodePath,
      });
      const runner = new RunnerClient({ project, client, findLaunch: () => findLaunch(launchOptions()) });
      logRunner({ runner, name, output });
      const session = new ProjectSession({
        project,
        name,
        runner,
        askWholeGraph: () => server.askWholeGraphs(),
        askCode: (keys) => server.code({ project, keys }),
      });
      session.preview.setUnsaved(anyUnsaved());
      session.lensTexts.on((message) => server.sendStatuses(message));
      session.alerted.on((alert) => void tellAlert(session, alert));
      startAutomated(session, context.workspaceState);
      return session;
    },
  });
  const materialize = materializeFor({ model, output });
  const changes = new GraphChanges({
    model,
    ask: (question) => server.diff(question),
    forget: (project) => server.closeDiff(project),
    isTrusted: () => vscode.workspace.isTrusted,
    watchRepository,
    memory: context.workspaceState,
  });
  const lineage = new Lineage({
    extensionUri: context.extensionUri,
    memory: context.workspaceState,
    model,
    materialize,
    output,
    changes,
    askBases: (project) => server.diffBases(project),
  });
  const catalogue = new CatalogueTree({ model, memory: context.workspaceState });
  const automation = new AutomationTree(model);
  const watch = new ProjectWatch();
  const api = extensionApi({ model, catalogue, automation, changes });

  /** A host that could not run for want of something is asked for again when that something may have come. */
  const lookAgain = ({ onlyInstalled }: { onlyInstalled: boolean }): void => {
    for (const { runner, project } of model.sessions) {
      const { state } = runner;
      if (state.state !== 'unavailable' || state.reason === 'crashed') continue;
      if (onlyInstalled && (state.reason !== 'not-installed' || resolveHost(project) === null)) continue;
      void runner.restart();
    }
  };
  /** A project is in use while one of its files, the page that draws it or its rows in the catalogue are seen. */
  const updateNeeds = (): void => {
    const seen = vscode.window.visibleTextEditors.map(({ document }) => model.sessionOfFile(document.uri.fsPath));
    for (const session of model.sessions)
      session.setNeeded(
        seen.includes(session) ||
          (lineage.visible && session === model.current) ||
          catalogue.needs(session) ||
          automation.visible,
      );
  };

  const noteUnsaved = (): void => model.sessions.forEach(({ preview }) => preview.setUnsaved(anyUnsaved()));

  server.stateChanged.on((state) => {
    model.setServer(state);
    if (state === 'running') for (const session of model.sessions) session.sendLensTexts({ force: true });
  });
  server.projectsChanged.on((message) => model.takeProjects(message));
  server.graphChanged.on((message) => model.takeGraph(message));
  watch.found.on(() => server.start());
  watch.packagesChanged.on(() => lookAgain({ onlyInstalled: false }));
  lineage.visibilityChanged.on(updateNeeds);
  catalogue.needsChanged.on(updateNeeds);
  automation.needsChanged.on(updateNeeds);
  model.changed.on((change) => {
    if (change.type === 'projects') {
      void context.workspaceState.update(LOOKED_AT, model.lookedAt ?? undefined);
      void vscode.commands.executeCommand('setContext', 'headwater.hasProject', model.sessions.length > 0);
      void vscode.commands.executeCommand('setContext', 'headwater.severalProjects', model.sessions.length > 1);
      updateNeeds();
    }
    if (change.type === 'session' && change.change.type === 'run') {
      const running = model.sessions.some(({ runs }) => runs.current !== null);
      void vscode.commands.executeCommand('setContext', 'headwater.running', running);
    }
  });
  const clock = setInterval(
    () => model.sessions.forEach((session) => session.sendLensTexts({ force: false })),
    AGE_STEP_MS,
  );

  context.subscriptions.push(
    output,
    lineage,
    changes,
    catalogue,
    automation,
    watch,
    api,
    showFailures(model),
    showStatusBar(model),
    followCursor({ model, memory: context.workspaceState }),
    registerGraphMenu(lineage),
    registerCommands({
      model,
      materialize,
      lineage,
      catalogue,
      automation,
      server,
      output,
      lookAgain: () => lookAgain({ onlyInstalled: false }),
    }),
    vscode.window.onDidChangeVisibleTextEditors(updateNeeds),
    vscode.workspace.onDidChangeTextDocument(noteUnsaved),
    vscode.workspace.onDidCloseTextDocument(noteUnsaved),
    vscode.window.onDidChangeWindowState(({ focused }) => focused && lookAgain({ onlyInstalled: true })),
    vscode.workspace.onDidChangeWorkspaceFolders(() => model.windowChanged()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      model.windowChanged();
      lookAgain({ onlyInstalled: false });
    }),
    vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      const session = model.sessions.find(({ project }) => projectFile(project, uri.fsPath) !== null);
      if (session?.runner.state.state === 'ready') void session.refreshStatus();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration('headwater.nodePath')) return;
      for (const { runner } of model.sessions) if (runner.state.state !== 'stopped') void runner.restart();
    }),
    { dispose: () => clearInterval(clock) },
  );
  close = () => Promise.all([model.close(), server.stop()]);
  void watch.search();
  return api;
}

/** Which project reads a file is the language server's to know: a text that none reads changes no graph, and costs nothing. */
function anyUnsaved(): boolean {
  return vscode.workspace.textDocuments.some(({ isDirty, uri }) => isDirty && uri.scheme === 'file');
}

export async function deactivate(): Promise<void> {
  await close?.();
}
