// Links the jobs, schedules or sensors of a file: those that are exported, and those that definitions of the same file name.
import { nounOf } from './factories.ts';
import type { FoundDefinitions, ListedFactory } from './link-definitions.ts';
import type { WrittenListed } from './link-job.ts';
import type { Declared } from './resolve-value.ts';
import type { LinkQuestion } from './upstream.ts';

interface ListedQuestion<Linked> {
  readonly factory: ListedFactory;
  readonly declared: readonly Declared[];
  readonly definitions: readonly FoundDefinitions[];
  /** Null after reporting why there is none. */
  readonly link: (question: LinkQuestion, written: WrittenListed) => Linked | null;
}

export function linkListed<Linked>(question: LinkQuestion, of: ListedQuestion<Linked>): Linked[] {
  const { factory, declared, definitions, link } = of;
  const listed = definitions.flatMap((each) => each.listed).filter((each) => each.factory === factory);
  const named = declared.flatMap(({ declaration }) => {
    const isListed = listed.some((each) => each.kind === 'declared' && each.declaration === declaration);
    if (declaration.exportName !== null || isListed) return link(question, declaration) ?? [];
    const { name, place } = declaration;
    const noun = nounOf(factory);
    question.report(
      'unexported',
      place,
      `The ${noun} \`${name}\` is not exported, so nothing can run it. Write \`export const ${name} = ${factory}(…)\`, or name it in \`${factory}s\` of definitions.`,
    );
    return [];
  });
  const inline = listed.flatMap((each) =>
    each.kind === 'inline' ? (link(question, { args: each.call.args, place: each.place, exportName: null }) ?? []) : [],
  );
  return [...named, ...inline];
}
