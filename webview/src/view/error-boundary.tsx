// Catches what breaks while drawing: says so, tells the editor, and offers to start anew.
import { Component, type ReactNode } from 'react';
import { Button } from '../controls/button.tsx';
import { NoticePage } from './notice.tsx';

export interface ErrorBoundaryProps {
  readonly onError: (message: string) => void;
  /** Asks for everything again. */
  readonly onReload: () => void;
  readonly children: ReactNode;
}

interface Broken {
  readonly error: Error | null;
}

/** A class, because React has no other way to catch what a child throws. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, Broken> {
  override state: Broken = { error: null };

  static getDerivedStateFromError(error: unknown): Broken {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidCatch(error: unknown): void {
    this.props.onError(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <NoticePage title="The picture broke" message={error.message}>
        <Button
          primary
          icon="refresh"
          onClick={() => {
            this.props.onReload();
            this.setState({ error: null });
          }}
        >
          Reload
        </Button>
      </NoticePage>
    );
  }
}
