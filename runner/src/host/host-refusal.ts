// A request the host will not carry out, with the sentence a person sees.
import type { HostError } from '../protocol.ts';

export class HostRefusal extends Error {
  readonly error: HostError;
  constructor(error: HostError) {
    super(error.message);
    this.name = 'HostRefusal';
    this.error = error;
  }
}
