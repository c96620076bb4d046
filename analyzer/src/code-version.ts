// The version of a body's code: a hash of what it means, blind to comments, layout, type annotations and ways of writing a literal.
import { ts } from 'ts-morph';
import { WAY_OF_KIND, WAYS, isAccess } from './code-meaning-kinds.ts';
import { prefixed } from './hash-parts.ts';
import { hasModifier } from './syntax-tree.ts';

/** What a piece of code means, as text: equal exactly when two pieces differ only in what does not run. */
export function codeMeaning(node: ts.Node): string {
  out = '';
  write(node);
  const meaning = out;
  out = '';
  return meaning;
}

/** Hot: every node of every body passes here. One text and one visitor for all nodes save an allocation at each. */
let out = '';

const OPENING = Array.from({ length: ts.SyntaxKind.Count }, (_, kind) => `(${kind}`);
const OPTIONAL_CHAIN = ts.NodeFlags.OptionalChain;
const { forEachChild } = ts;

function write(node: ts.Node): void {
  switch (WAY_OF_KIND[node.kind]) {
    case WAYS.name:
      out += `n${prefixed((node as ts.Identifier).text)}`;
      return;
    case WAYS.erased:
      return;
    case WAYS.chain:
      out += OPENING[node.kind];
      // `(a?.b).c` is not `a?.b.c`: only the flag still tells once parentheses are gone.
      if (node.flags & OPTIONAL_CHAIN) out += '?';
      break;
    case WAYS.text:
      out += `s${prefixed((node as ts.StringLiteralLike).text)}`;
      return;
    case WAYS.literal:
      // The scanner has already turned 20_000 and 0x4e20 into 20000.
      out += `l${node.kind}.${prefixed((node as ts.LiteralLikeNode).text)}`;
      return;
    case WAYS.wrapper:
      return write((node as ts.ParenthesizedExpression).expression);
    case WAYS.jsxText:
      return writeJsxText((node as ts.JsxText).text);
    case WAYS.detailed:
      if (isErased(node)) return;
      out += OPENING[node.kind] + detail(node);
      if (writeInPlace(node)) return;
      break;
    default:
      out += OPENING[node.kind];
  }
  forEachChild(node, write);
  out += ')';
}

/** False when the children in their order tell all; else they are written with a mark for each that is missing. */
function writeInPlace(node: ts.Node): boolean {
  const children = childrenInPlace(node);
  if (children === null) return false;
  for (const child of children) {
    // `for (a;;)` is not `for (;a;)`.
    if (child === undefined) out += '-';
    else write(child);
  }
  out += ')';
  return true;
}

/** Nodes whose children alone do not tell which is which; null for all others. */
function childrenInPlace(node: ts.Node): readonly (ts.Node | undefined)[] | null {
  if (ts.isPropertyAssignment(node)) return [computed(node.name), node.initializer];
  if (ts.isBindingElement(node)) return [computed(node.propertyName), node.name, node.initializer];
  if (ts.isForStatement(node)) return [node.initializer, node.condition, node.incrementor, node.statement];
  return null;
}

/** A name that `detail` does not already give. */
function computed(name: ts.PropertyName | undefined): ts.Node | undefined {
  return name !== undefined && ts.isComputedPropertyName(name) ? name : undefined;
}

/** What a node means beyond its kind and its children. */
function detail(node: ts.Node): string {
  if (ts.isPropertyAssignment(node)) return written(node.name);
  if (ts.isVariableDeclarationList(node)) return `.${node.flags & ts.NodeFlags.BlockScoped}`;
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) return `.${node.operator}`;
  if (ts.isBindingElement(node)) return (node.dotDotDotToken ? '...' : '') + written(node.propertyName);
  // `constructor(private db)` also assigns.
  if (ts.isParameter(node)) return node.modifiers?.some(({ kind }) => isAccess(kind)) ? '.assigns' : '';
  if (ts.isMetaProperty(node)) return `.${node.keywordToken}`;
  // A tag sees the raw text, so `\n` and a line break differ there.
  return ts.isTaggedTemplateExpression(node) ? prefixed(rawText(node.template)) : '';
}

/** `{ 'a': 1 }` and `{ a: 1 }` are the same; `{ [a]: 1 }` is not. */
function written(name: ts.PropertyName | undefined): string {
  return name === undefined || ts.isComputedPropertyName(name) ? '' : `.${prefixed(name.text)}`;
}

function rawText(template: ts.TemplateLiteral): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.rawText ?? template.text;
  const pieces = [template.head, ...template.templateSpans.map(({ literal }) => literal)];
  return pieces.map((piece) => prefixed(piece.rawText ?? piece.text)).join('');
}

/** JSX drops white space around line breaks. */
function writeJsxText(text: string): void {
  const lines = text.split(/\r?\n/);
  const trimmed = lines.map((line, index) => {
    const left = index === 0 ? line : line.trimStart();
    return index === lines.length - 1 ? left : left.trimEnd();
  });
  const shown = trimmed.filter((line) => line !== '').join(' ');
  if (shown !== '') out += `j${prefixed(shown)}`;
}

/** Whether TypeScript removes a node whose kind alone does not tell. */
function isErased(node: ts.Node): boolean {
  if (ts.isParameter(node)) return ts.isIdentifier(node.name) && node.name.text === 'this';
  if (ts.isHeritageClause(node)) return node.token === ts.SyntaxKind.ImplementsKeyword;
  // An overload's signature has no body.
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) || ts.isConstructorDeclaration(node))
    return node.body === undefined;
  return hasModifier(node, ts.SyntaxKind.DeclareKeyword);
}
