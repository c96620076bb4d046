// What a person may want to compare with: the default, the last commit, and the newest branches and tags.
import type { DiffBaseChoice } from '@headwater/graph';
import { openRepository, resolveBase, type Repository, type RepositoryQuestion } from './repository.ts';
import { refusal } from './git-problem.ts';

const MOST_BRANCHES = 50;
const MOST_TAGS = 20;

/** The default first; branches and tags the newest first. @throws GitProblem */
export async function listBases(question: RepositoryQuestion): Promise<DiffBaseChoice[]> {
  const repository = await openRepository(question);
  const standard = await resolveBase(repository, undefined);
  const head = await resolveBase(repository, 'HEAD');
  const [branches, tags] = await Promise.all([
    refs(repository, { places: ['refs/heads', 'refs/remotes'], most: MOST_BRANCHES, by: 'committerdate' }),
    refs(repository, { places: ['refs/tags'], most: MOST_TAGS, by: 'creatordate' }),
  ]);
  const time = async (commit: string): Promise<string> => {
    const { stdout } = await repository.git(['rev-list', '--max-count=1', '--format=%cI', commit]);
    return stdout.toString('utf8').split('\n')[1] ?? '';
  };
  const last: DiffBaseChoice = {
    ref: 'HEAD',
    name: 'the last commit',
    kind: 'head',
    commit: head.commit,
    title: head.title,
    time: await time(head.commit),
  };
  const first: DiffBaseChoice = {
    ...last,
    ref: null,
    name: standard.ref === 'HEAD' ? last.name : standard.ref,
    kind: 'default',
    ...(standard.commit !== head.commit && {
      commit: standard.commit,
      title: standard.title,
      time: await time(standard.commit),
    }),
  };
  return [first, ...(standard.ref === 'HEAD' ? [] : [last]), ...branches, ...tags];
}

const FIELDS = [
  'refname',
  'objectname',
  '*objectname',
  'subject',
  '*subject',
  'committerdate:iso-strict',
  '*committerdate:iso-strict',
  'symref',
];

async function refs(
  { git }: Repository,
  of: { readonly places: readonly string[]; readonly most: number; readonly by: string },
): Promise<DiffBaseChoice[]> {
  const format = FIELDS.map((field) => `%(${field})`).join('%00');
  const { code, stdout, stderr } = await git([
    'for-each-ref',
    `--sort=-${of.by}`,
    `--count=${of.most}`,
    `--format=${format}`,
    ...of.places,
  ]);
  if (code !== 0) throw refusal(stderr, 'list the branches');
  return stdout
    .toString('utf8')
    .split('\n')
    .flatMap((line): DiffBaseChoice[] => {
      const [refname = '', own = '', peeled = '', title = '', ofPeeled = '', ownTime = '', time = '', symref = ''] =
        line.split('\0');
      const [, place, name] = /^refs\/(heads|remotes|tags)\/(.+)$/.exec(refname) ?? [];
      // `origin/HEAD` is another name of a branch that is listed, too.
      if (name === undefined || symref !== '') return [];
      const kind = place === 'heads' ? 'branch' : place === 'remotes' ? 'remote' : 'tag';
      const isPeeled = peeled !== '';
      return [
        {
          // A branch and a tag may have the same name.
          ref: refname.slice('refs/'.length),
          name,
          kind,
          commit: isPeeled ? peeled : own,
          title: isPeeled ? ofPeeled : title,
          time: isPeeled ? time : ownTime,
        },
      ];
    });
}
