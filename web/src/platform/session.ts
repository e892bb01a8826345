// Who is signed in. Signing out forgets everything this page has read.
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';

import type { Principal, Session } from '../api/types';
import { get, holdCsrfToken, NoConnection, post, Problem, remove } from './api';

const kKey = ['session'];

async function readSession(): Promise<Session | null> {
  try {
    const session = await get<Session>('/session');
    holdCsrfToken(session.csrf_token);
    return session;
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return null;
    throw error;
  }
}

// Asked for before the first drawing; the page waits for nothing else.
export const kSession = {
  queryKey: kKey,
  queryFn: readSession,
  staleTime: 60_000,
  retry: (count: number, error: Error) => error instanceof NoConnection && count < 3,
};

export function useSession() {
  return useQuery(kSession);
}

export async function signIn(client: QueryClient, login: string, password: string) {
  const session = await post<Session>('/session', { login, password });
  become(client, session);
  holdCsrfToken(session.csrf_token);
}

export async function signOut(client: QueryClient) {
  await remove('/session');
  forget(client);
}

export function forget(client: QueryClient) {
  holdCsrfToken('');
  become(client, null);
}

// Nothing one officer has read stays for the next.
function become(client: QueryClient, session: Session | null) {
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== kKey[0] });
  client.setQueryData(kKey, session);
}

// The signed-in officer; only pages behind the sign-in ask.
export function useOfficer(): Principal & { may: (right: string) => boolean } {
  const client = useQueryClient();
  const session = useSession().data ?? client.getQueryData<Session>(kKey);
  const officer = session?.officer ?? kNobody;
  return { ...officer, may: (right) => officer.rights.includes(right) };
}

const kNobody: Principal = {
  officer_id: 0,
  unit_id: 0,
  name: '',
  roles: [],
  rights: [],
  units: [],
};
