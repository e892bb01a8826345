// What is drawn when a page breaks or its code cannot be fetched: the reason, and a way on.
import { Button } from 'antd';
import { Component, type ReactNode } from 'react';

import { useWords } from '../platform/words';

interface Props {
  place: string; // Another place is another chance.
  children: ReactNode;
}

export class Fault extends Component<Props, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override componentDidUpdate(before: Props) {
    if (before.place !== this.props.place) this.setState({ broken: false });
  }

  override render() {
    return this.state.broken ? <Broken /> : this.props.children;
  }
}

function Broken() {
  const { t } = useWords();
  return (
    <div className="state-failed" role="alert">
      <p>{t('platform.problem.unknown')}</p>
      <Button onClick={() => location.reload()}>{t('platform.list.retry')}</Button>
    </div>
  );
}
