// Which kinds of syntax mean something when the code runs, and how each is written down for its code version.
import { ts } from 'ts-morph';

const { SyntaxKind: K } = ts;

/** How a node of a kind is written: 0 (not listed) is the kind, then the children. */
export const WAYS = { erased: 1, name: 2, text: 3, literal: 4, wrapper: 5, chain: 6, detailed: 7, jsxText: 8 } as const;

const ACCESS: readonly ts.SyntaxKind[] = [K.PublicKeyword, K.PrivateKeyword, K.ProtectedKeyword, K.ReadonlyKeyword];

const KINDS: Readonly<Record<keyof typeof WAYS, readonly ts.SyntaxKind[]>> = {
  /** Types and modifiers that TypeScript removes, and what does nothing. */
  erased: [
    ...range(K.FirstTypeNode, K.LastTypeNode),
    ...[
      K.AnyKeyword,
      K.UnknownKeyword,
      K.NumberKeyword,
      K.BigIntKeyword,
      K.ObjectKeyword,
      K.BooleanKeyword,
      K.StringKeyword,
    ],
    ...[K.SymbolKeyword, K.VoidKeyword, K.UndefinedKeyword, K.NeverKeyword, K.IntrinsicKeyword],
    ...[K.TypeParameter, K.InterfaceDeclaration, K.TypeAliasDeclaration, K.IndexSignature],
    ...[K.EmptyStatement, K.SemicolonClassElement],
    ...[K.QuestionToken, K.ExclamationToken, K.ColonToken],
    ...[K.ExportKeyword, K.DefaultKeyword, K.DeclareKeyword, K.AbstractKeyword, K.OverrideKeyword],
    ...ACCESS,
  ],
  name: [K.Identifier, K.PrivateIdentifier],
  /** A template without holes is a string. */
  text: [K.StringLiteral, K.NoSubstitutionTemplateLiteral],
  literal: [
    K.NumericLiteral,
    K.BigIntLiteral,
    K.RegularExpressionLiteral,
    K.TemplateHead,
    K.TemplateMiddle,
    K.TemplateTail,
  ],
  /** They change nothing about the expression inside. */
  wrapper: [
    ...[
      K.ParenthesizedExpression,
      K.AsExpression,
      K.SatisfiesExpression,
      K.NonNullExpression,
      K.TypeAssertionExpression,
    ],
    K.ExpressionWithTypeArguments,
  ],
  chain: [K.PropertyAccessExpression, K.ElementAccessExpression, K.CallExpression],
  /** Their children alone do not say what they mean, or whether they run. */
  detailed: [
    ...[
      K.PropertyAssignment,
      K.BindingElement,
      K.ForStatement,
      K.VariableDeclarationList,
      K.Parameter,
      K.HeritageClause,
    ],
    ...[K.PrefixUnaryExpression, K.PostfixUnaryExpression, K.MetaProperty, K.TaggedTemplateExpression],
    ...[K.FunctionDeclaration, K.MethodDeclaration, K.Constructor, K.PropertyDeclaration],
    ...[K.VariableStatement, K.ClassDeclaration, K.EnumDeclaration, K.ModuleDeclaration],
  ],
  jsxText: [K.JsxText],
};

export const WAY_OF_KIND: Readonly<Uint8Array> = table();

export function isAccess(kind: ts.SyntaxKind): boolean {
  return ACCESS.includes(kind);
}

function table(): Uint8Array {
  const ways = new Uint8Array(K.Count);
  for (const [way, kinds] of Object.entries(KINDS))
    for (const kind of kinds) ways[kind] = WAYS[way as keyof typeof WAYS];
  return ways;
}

function range(first: ts.SyntaxKind, last: ts.SyntaxKind): ts.SyntaxKind[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
