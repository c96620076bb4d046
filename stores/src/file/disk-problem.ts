// Says what is wrong with the disk in words, and that nothing was lost.

const WORDS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'the folder may not be written',
  EPERM: 'the folder may not be written',
  EROFS: 'the disk is read-only',
  EIO: 'the disk does not answer as it should',
  EFBIG: 'the file becomes larger than it may be here',
  ENOTDIR: 'a file stands where a folder is needed',
  EEXIST: 'a file stands where a folder is needed',
  EISDIR: 'a folder stands where the file goes',
};

/** What is no problem of the disk stays as it is. */
export function diskProblem(error: unknown, place: string): unknown {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const words = WORDS[code];
  return words === undefined
    ? error
    : new Error(
        `${place} could not be written: ${words} (${code}: ${message}). What was stored before is still there`,
        {
          cause: error,
        },
      );
}
