// Words that say nothing of what a title is about, in lower case.

const ENGLISH = `
a about above after again against all also am an and any anybody are as at be because been before being below between both but by
can cannot could did do does doing don't down during each ever every few for from further get got had has have having he her here
hers herself him himself his how however i if in into is it its itself just let like may me more most must my myself no nor not now
of off on once only or other ought our ours ourselves out over own same shall she should since so some somebody still such than
that the their theirs them themselves then there therefore these they this those through to too under until up us very was we were
what when where which while who whom why will with without would you your yours yourself yourselves
`;

/** How Hacker News marks a question and a thing to try. */
const HACKER_NEWS = 'ask show hn';

export const STOP_WORDS: ReadonlySet<string> = new Set(`${ENGLISH} ${HACKER_NEWS}`.trim().split(/\s+/));
