export function configuration(options: {
  readonly electronDist: string | null;
  readonly electronVersion: string;
  readonly outDir: string;
  readonly testApp: boolean;
}): unknown;
