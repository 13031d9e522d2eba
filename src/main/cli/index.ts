import { Command } from 'commander';

void new Command('unroll').parseAsync();
