// Shows failed assets as diagnostics at the throwing line, until their next run.
import { join } from 'node:path';
import * as vscode from 'vscode';
import { failurePlaces, type FailurePlace } from './failure-places.ts';
import type { Model } from './model.ts';
import type { ProjectSession } from './project-session.ts';

export function showFailures(model: Model): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('headwater run');
  /** Of each project, what is shown: unchanged places are left alone, so that they move with the text while a person types. */
  const shown = new Map<string, { readonly text: string; readonly files: ReadonlySet<string> }>();

  const show = (project: string, places: readonly FailurePlace[]): void => {
    const text = JSON.stringify(places);
    const before = shown.get(project);
    if (before?.text === text || (!before && places.length === 0)) return;
    const files = new Set(places.map(({ file }) => join(project, file)));
    for (const file of before?.files ?? []) if (!files.has(file)) collection.delete(vscode.Uri.file(file));
    for (const file of files) {
      const inFile = places.filter((place) => join(project, place.file) === file);
      collection.set(vscode.Uri.file(file), inFile.map(diagnostic(file)));
    }
    shown.set(project, { text, files });
  };

  const stop = model.changed.on((change) => {
    if (change.type === 'session' && change.change.type === 'status')
      show(change.session.project, placesOf(change.session));
    if (change.type === 'projects') for (const project of shown.keys()) if (!model.session(project)) show(project, []);
  });
  return vscode.Disposable.from(collection, { dispose: stop });
}

function placesOf({ statuses, graph }: ProjectSession): FailurePlace[] {
  return failurePlaces(statuses.all, (key) => graph.assets.get(key) ?? null);
}

function diagnostic(file: string): (place: FailurePlace) => vscode.Diagnostic {
  const document = vscode.workspace.textDocuments.find(({ uri }) => uri.fsPath === file);
  return ({ asset, message, line, column }) => {
    const start = new vscode.Position(line - 1, column - 1);
    // To the end of the line where the text is at hand; an empty range is drawn as the word that stands there.
    const end = document && line <= document.lineCount ? document.lineAt(line - 1).range.end : start;
    const made = new vscode.Diagnostic(
      new vscode.Range(start, end.isAfter(start) ? end : start),
      `${asset} failed: ${message}`,
      vscode.DiagnosticSeverity.Error,
    );
    made.source = 'headwater run';
    return made;
  };
}
