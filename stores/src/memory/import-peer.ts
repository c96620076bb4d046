// Imports a package that the project itself installs, or says which one is missing.

/** @throws Error naming the package and the command that installs it. */
export async function importPeer<Peer>(load: () => Promise<unknown>, name: string): Promise<Peer> {
  try {
    return (await load()) as Peer;
  } catch (error) {
    const { code = '', message = '' } = error as NodeJS.ErrnoException;
    if (code !== 'ERR_MODULE_NOT_FOUND' || !message.includes(name)) throw error;
    throw new Error(`this takes the package ${name}, which the project does not have: npm install ${name}`, {
      cause: error,
    });
  }
}
