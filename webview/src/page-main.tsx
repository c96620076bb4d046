// The page inside VS Code.
import { startPage } from './start-page.tsx';
import { vscodeHost } from './vscode-host.ts';

startPage(vscodeHost());
