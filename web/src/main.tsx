import './app/app.css';

import { createRoot } from 'react-dom/client';

import { App } from './app/App';
import { fetchAhead } from './app/pages';
import { language } from './app/preferences';
import { startWords } from './platform/words';

// The first page comes together with the frame; if it cannot be fetched, the frame says so.
void startWords(language.get());
void fetchAhead(location.pathname).finally(() => {
  createRoot(document.getElementById('root')!).render(<App />);
});
