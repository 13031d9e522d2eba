import { ParallelChart } from 'echarts/charts';
import { ParallelComponent } from 'echarts/components';
import { use } from 'echarts/core';

// Of use to one figure alone: it comes with that one, and not with every chart.
use([ParallelChart, ParallelComponent]);

export { default as ParallelFigure } from './chart.svelte';
