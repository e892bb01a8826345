// Providers, and the choice between the sign-in and the house.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider, Spin } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { useEffect, useLayoutEffect, useMemo } from 'react';
import { BrowserRouter } from 'react-router';

import { NoConnection, whenSignedOut } from '../platform/api';
import { connection } from '../platform/events';
import { FourStates } from '../platform/FourStates';
import { forget, kSession, useSession } from '../platform/session';
import { language, useDark } from './preferences';
import { Shell } from './Shell';
import { SignIn } from './SignIn';
import { paint, themeOf } from './theme';

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (count, error) => error instanceof NoConnection && count < 2,
      // News comes by the event stream; while it is down the page asks.
      refetchInterval: () => (connection.get() === 'lost' ? 5_000 : false),
    },
  },
});
whenSignedOut(() => forget(client));
void client.prefetchQuery(kSession);

function Door() {
  const session = useSession();
  if (session.isPending) return <Spin className="door-wait" />;
  if (session.isError) return <FourStates query={session}>{() => null}</FourStates>;
  return session.data ? <Shell officer={session.data.officer.officer_id} /> : <SignIn />;
}

export function App() {
  const dark = useDark();
  const spoken = language.use();
  const theme = useMemo(() => themeOf(dark), [dark]);
  useLayoutEffect(() => paint(dark), [dark]);
  useEffect(() => {
    // Paper is white.
    const [before, after] = [() => paint(false), () => paint(dark)];
    window.addEventListener('beforeprint', before);
    window.addEventListener('afterprint', after);
    return () => {
      window.removeEventListener('beforeprint', before);
      window.removeEventListener('afterprint', after);
    };
  }, [dark]);
  return (
    <ConfigProvider
      theme={theme}
      locale={spoken === 'en' ? enUS : zhCN}
      button={{ autoInsertSpace: false }}
    >
      <AntApp component={false} message={{ maxCount: 3 }}>
        <QueryClientProvider client={client}>
          <BrowserRouter>
            <Door />
          </BrowserRouter>
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  );
}
