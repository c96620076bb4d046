// A time as the terminal shows it: to the second, in UTC.

export const utcTime = (iso: string): string => iso.replace(/\.\d+Z$/, 'Z');
