// The noun inside a name that reads like a command: `getEpisodes` is `episodes`.

/** Only verbs that begin no noun: `loadAverages` and `buildTimes` are things. */
const COMMAND = /^(?:get|fetch|compute|calculate|create|make|generate|retrieve)(?=[A-Z])/;

export function nounFor(name: string): string | null {
  const rest = name.replace(COMMAND, '');
  if (rest === name) return null;
  // `getURLs` is `urls`, `getEpisodes` is `episodes`.
  return rest.replace(/^[A-Z]+(?=[A-Z][a-z]{2})|^[A-Z]+(?=s?$)|^[A-Z]/, (capitals) => capitals.toLowerCase());
}
