import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import { useState, type FormEvent } from 'react';

import { Problem } from '../platform/api';
import { signIn } from '../platform/session';
import { useTrouble } from '../platform/trouble';
import { useWords } from '../platform/words';
import { Lotus } from './Lotus';
import { BrightnessChoice, LanguageChoice } from './Choices';

export function SignIn() {
  const { t } = useWords();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const client = useQueryClient();
  const attempt = useMutation({ mutationFn: () => signIn(client, login.trim(), password) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (login.trim() && password) attempt.mutate();
  };
  return (
    <main className="sign-in">
      <form className="sign-in-card" onSubmit={submit}>
        <div className="brand">
          <Lotus size={44} />
          <div>
            <h1>{t('app.name')}</h1>
            <p>{t('app.what')}</p>
          </div>
        </div>
        <label htmlFor="login">{t('app.login')}</label>
        <Input
          id="login"
          size="large"
          autoFocus
          autoComplete="username"
          value={login}
          onChange={(event) => setLogin(event.target.value)}
        />
        <label htmlFor="password">{t('app.password')}</label>
        <Input.Password
          id="password"
          size="large"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {attempt.isError && <Refusal error={attempt.error} />}
        <Button type="primary" size="large" htmlType="submit" block loading={attempt.isPending}>
          {t('app.sign_in')}
        </Button>
      </form>
      <footer className="sign-in-choices">
        <LanguageChoice />
        <BrightnessChoice />
      </footer>
    </main>
  );
}

function Refusal({ error }: { error: unknown }) {
  const { t } = useWords();
  const trouble = useTrouble();
  const wrong = error instanceof Problem && error.status === 401;
  return <Alert type="error" showIcon title={wrong ? t('app.wrong_login') : trouble(error)} />;
}
