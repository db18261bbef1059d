export function licencesOf(paths: Iterable<string>): string;
