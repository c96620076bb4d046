// Age and size of the stored value behind each input and dep, where the client has told them.
import { DidChangeConfigurationNotification, InlayHintRefreshRequest } from 'vscode-languageserver/node';
import type { Connection, InlayHint, InlayHintParams } from 'vscode-languageserver/node';
import type { Feature, FeatureHost } from '../feature.ts';
import { unlessCancelled } from '../unless-cancelled.ts';
import { toRange } from '../to-range.ts';

const SETTING = 'headwater.inlayHints';

export const inlayHintsFeature: Feature = {
  capabilities: { inlayHintProvider: true },
  register(connection, host) {
    let isWatched = false;
    connection.languages.inlayHint.on((params, token) => {
      if (!isWatched) watchSetting(connection, host);
      isWatched = true;
      return unlessCancelled(token, async () =>
        (await isOn(connection, host, params.textDocument.uri)) ? hints(params, host) : [],
      );
    });
  },
};

async function hints({ textDocument, range }: InlayHintParams, host: FeatureHost): Promise<InlayHint[]> {
  const at = await host.sessionAt(textDocument.uri);
  const assistance = await at?.session.assistance();
  if (at == null || assistance == null) return [];
  return assistance.upstreamNames(at.path).flatMap(({ key, range: place }): InlayHint[] => {
    const value = at.session.storedOf(key);
    const { end } = toRange(place);
    if (value === undefined || end.line < range.start.line || end.line > range.end.line) return [];
    const status = at.session.statusText(key);
    return [
      {
        position: end,
        label: value.isStale ? `${value.stored} · stale` : value.stored,
        paddingLeft: true,
        ...(status !== null && { tooltip: `${key}: ${status}` }),
      },
    ];
  });
}

/** On, where the client knows no settings, or does not tell them though it said so. */
async function isOn(connection: Connection, host: FeatureHost, scopeUri: string): Promise<boolean> {
  if (host.client().capabilities.workspace?.configuration !== true) return true;
  const asked: Promise<unknown> = connection.workspace.getConfiguration({ scopeUri, section: SETTING });
  const value = await asked.catch(() => undefined);
  return value !== false;
}

function watchSetting(connection: Connection, host: FeatureHost): void {
  const { workspace } = host.client().capabilities;
  connection.onDidChangeConfiguration(() => {
    if (workspace?.inlayHint?.refreshSupport === true)
      connection.sendRequest(InlayHintRefreshRequest.type).catch(() => undefined);
  });
  if (workspace?.didChangeConfiguration?.dynamicRegistration === true)
    connection.client.register(DidChangeConfigurationNotification.type, { section: SETTING }).catch(() => undefined);
}
