// Builds the gallery and serves it on loopback under the page's real policy, as a header and as the page's own meta element.
import { build } from 'esbuild';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pageHtml } from '../src/protocol.ts';

export interface GalleryServer {
  readonly origin: string;
  close(): Promise<void>;
}

/** The address of a scene, or of the page as VS Code loads it. */
export const galleryAddress = (
  origin: string,
  of: { readonly scene: string; readonly theme?: string } | 'vscode',
): string => (of === 'vscode' ? `${origin}/vscode` : `${origin}/gallery?scene=${of.scene}&theme=${of.theme ?? 'dark'}`);

const room = fileURLToPath(new URL('..', import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.ttf': 'font/ttf',
};

export async function startGallery(): Promise<GalleryServer> {
  const files = await buildGallery();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://loopback');
    const file = files.get(pathname);
    if (file) {
      response.writeHead(200, {
        'content-type': TYPES[extname(pathname)] ?? 'application/octet-stream',
        // What was built once for all pages is loaded once.
        'cache-control': 'max-age=3600, immutable',
      });
      response.end(file);
      return;
    }
    if (pathname !== '/gallery' && pathname !== '/vscode') {
      // A browser asks for its icon whatever a page says.
      response.writeHead(pathname === '/favicon.ico' ? 204 : 404).end();
      return;
    }
    const origin = `http://${request.headers.host ?? ''}`;
    const script = pathname === '/vscode' ? 'page' : 'gallery';
    const html = pageHtml({
      nonce: randomBytes(16).toString('base64url'),
      cspSource: origin,
      scriptUri: `${origin}/${script}.js`,
      styleUri: `${origin}/${script}.css`,
      workerUri: `${origin}/layout-worker.js`,
      title: 'Lineage',
    });
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    response.writeHead(200, {
      'content-type': 'text/html',
      'content-security-policy': policy.replaceAll('&quot;', '"'),
    });
    response.end(html);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // listens on TCP
  return {
    origin,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}

/** The same options as the bundles that are shipped. */
async function buildGallery(): Promise<Map<string, Uint8Array>> {
  const result = await build({
    absWorkingDir: room,
    entryPoints: {
      gallery: 'gallery/gallery-main.tsx',
      page: 'src/page-main.tsx',
      'layout-worker': 'src/layout/layout-worker-main.ts',
    },
    outdir: join(room, 'out'),
    write: false,
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    jsx: 'automatic',
    conditions: ['@headwater/source'],
    define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.ttf': 'file' },
    logLevel: 'warning',
  });
  return new Map(
    result.outputFiles.map(({ path, contents }) => [
      path.slice(join(room, 'out').length).replaceAll('\\', '/'),
      contents,
    ]),
  );
}
