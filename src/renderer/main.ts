import { mount } from 'svelte';
import AppWindow from './app.svelte';
import { connect } from './client/connect';
import { followLanguage } from './i18n';
import { app } from './state/app.svelte';
import { commands } from './state/commands.svelte';
import { reportFailure } from './state/failures';
import { activities, datasets, engine, experiments, keptModels, preferences, runs } from './state/lab';

followLanguage();
preferences.restore();
app.open();
for (const store of [datasets, runs, activities, experiments, keptModels]) store.open();
engine.onReady((client) => {
  void preferences.load().catch(reportFailure);
  // The first training step should come at once; nothing waits for this.
  void client.system.warmUp({}).catch(() => {});
});
// Electron's menus name the window's own commands.
window.unroll?.onCommand((id) => {
  if (id.startsWith('dataset.')) app.go('data', { dataset: id.slice('dataset.'.length), example: null });
  else commands.run(id);
});
mount(AppWindow, { target: document.getElementById('app')! });
void engine.open(connect);
