// A description, drawn as elements: nothing in it can become HTML.
import { readMarkdown, type Block, type Inline } from '../state/read-markdown.ts';

export function Markdown({ text }: { readonly text: string }) {
  return (
    <div className="markdown" dir="auto">
      {readMarkdown(text).map((block, index) => (
        <BlockView key={index} block={block} />
      ))}
    </div>
  );
}

function BlockView({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case 'paragraph':
      return (
        <p>
          <Line content={block.content} />
        </p>
      );
    case 'heading':
      return (
        <h4>
          <Line content={block.content} />
        </h4>
      );
    case 'code':
      return (
        <pre>
          <code>{block.text}</code>
        </pre>
      );
    case 'list': {
      const List = block.ordered ? 'ol' : 'ul';
      return (
        <List>
          {block.items.map((item, index) => (
            <li key={index}>
              <Line content={item} />
            </li>
          ))}
        </List>
      );
    }
  }
}

function Line({ content }: { readonly content: readonly Inline[] }) {
  return content.map((part, index) => <Part key={index} part={part} />);
}

function Part({ part }: { readonly part: Inline }) {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'code':
      return <code>{part.text}</code>;
    case 'strong':
      return <strong>{part.text}</strong>;
    case 'emphasis':
      return <em>{part.text}</em>;
    case 'link':
      return (
        <a href={part.href} rel="noreferrer" title={part.href}>
          {part.text}
        </a>
      );
  }
}
