// One question of the type service, answered from the project's checker.
import { posix } from 'node:path';
import { toPosix } from '../posix-path.ts';
import { columnsAt, contractAt } from './contract.ts';
import { mismatchesIn } from './mismatches.ts';
import { references, renamePlaces } from './named-places.ts';
import type { CheckedFile, ProjectChecker } from './project-checker.ts';
import type { TypeRequest } from './type-messages.ts';
import type { TypePlace } from './type-service.ts';

/** Plain data, of the kind the method of the service that asks promises. */
export function answerType(question: {
  readonly checker: ProjectChecker;
  readonly root: string;
  readonly request: TypeRequest;
}): unknown {
  const { checker, root, request } = question;
  if (request.ask === 'mismatches') {
    const checked = checker.file(request.file);
    return checked === null ? [] : mismatchesIn({ checked, relative: (path) => posix.relative(root, toPosix(path)) });
  }
  const { place } = request;
  if (request.ask === 'rename' || request.ask === 'references') {
    const everywhere = checker.everywhere(place.file);
    const offset = everywhere[0] === undefined ? null : offsetOf(everywhere[0], place);
    if (request.ask === 'references') return offset === null ? [] : references(everywhere, offset);
    return offset === null
      ? { can: false, reason: 'There is nothing at this place.' }
      : renamePlaces(everywhere, offset);
  }
  const checked = checker.file(place.file);
  const offset = checked === null ? null : offsetOf(checked, place);
  if (checked === null || offset === null) return null;
  return request.ask === 'contract' ? contractAt(checked, offset) : columnsAt(checked, offset);
}

/** Null where the text has no such place. */
function offsetOf({ source }: CheckedFile, { line, column }: TypePlace): number | null {
  const start = source.getLineStarts()[line - 1];
  const offset = start === undefined ? -1 : start + column - 1;
  return offset >= 0 && offset <= source.end ? offset : null;
}
