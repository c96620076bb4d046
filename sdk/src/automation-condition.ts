// An automation condition: a frozen description that can be combined with others.
import type { ConditionFacts } from './automation-facts.ts';
import { DEFINITION, type ConditionDescription, type Described } from './definition.ts';
import { describeValue } from './describe-value.ts';
import { isKind, nameOfKind } from './described.ts';
import { problem } from './option-problem.ts';

/**
 * When an asset runs by itself. Conditions are asked at each tick of the automation; combined ones read as they are written.
 *
 * @example
 * ```ts
 * import { asset, automation, type AutomationCondition } from 'headwater';
 *
 * const each: AutomationCondition = automation.eager().and(automation.checksFailed().not());
 * export const orders = asset({ automation: each }, () => [{ id: 1 }]);
 * ```
 */
export interface AutomationCondition extends Described<ConditionDescription> {
  readonly [DEFINITION]: ConditionDescription;
  /** True when this and all of the others are. */
  and(...others: readonly AutomationCondition[]): AutomationCondition;
  /** True when this or one of the others is. */
  or(...others: readonly AutomationCondition[]): AutomationCondition;
  /** True when this is not. */
  not(): AutomationCondition;
  /** True from the evaluation at which this was true until the one at which `reset` is. */
  since(reset: AutomationCondition): AutomationCondition;
  /** True only at the evaluation at which this becomes true. */
  newlyTrue(): AutomationCondition;
}

export function makeCondition(condition: ConditionFacts): AutomationCondition {
  const facts = Object.freeze(condition);
  const several = (is: 'and' | 'or', others: readonly unknown[]): AutomationCondition => {
    const of = `automation: .${is}`;
    if (others.length === 0)
      throw problem(of, `it combines this condition with others; write one, as in .${is}(automation.onMissing()).`);
    const read = others.map((each, index) => readCondition(each, { of, what: `argument ${index + 1}` }));
    return makeCondition({ is, of: Object.freeze([facts, ...read]) });
  };
  return Object.freeze({
    [DEFINITION]: Object.freeze({ type: 'condition', condition: facts } as const),
    and: (...others: readonly unknown[]) => several('and', others),
    or: (...others: readonly unknown[]) => several('or', others),
    not: () => makeCondition({ is: 'not', of: facts }),
    since: (reset: unknown) =>
      makeCondition({
        is: 'since',
        of: facts,
        until: readCondition(reset, { of: 'automation: .since', what: 'the argument' }),
      }),
    newlyTrue: () => makeCondition({ is: 'newlyTrue', of: facts }),
  });
}

/** @throws TypeError when it is something else, saying how a condition is made. */
export function readCondition(
  value: unknown,
  { of, what }: { readonly of: string; readonly what: string },
): ConditionFacts {
  if (isKind(value, 'condition')) return value[DEFINITION].condition;
  const advice =
    typeof value === 'function' ? 'Call it: automation.eager().' : 'Write one, such as automation.eager().';
  throw problem(of, `${what} is not a condition but ${nameOfKind(value) ?? describeValue(value)}. ${advice}`);
}
