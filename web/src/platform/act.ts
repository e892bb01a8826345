// Something an officer does: one request, the refusal shown in words, and what it touched read
// again at once (the event stream would tell too, a moment later).
import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { App } from 'antd';

import { useTrouble } from './trouble';

interface Options<Reply> {
  touches: QueryKey[];
  done?: (reply: Reply) => void;
  say?: string;
}

export function useAct<Input, Reply>(
  run: (input: Input) => Promise<Reply>,
  { touches, done, say }: Options<Reply>,
) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const trouble = useTrouble();
  return useMutation({
    mutationFn: run,
    onSuccess: (reply) => {
      for (const queryKey of touches) void client.invalidateQueries({ queryKey });
      if (say) void message.success(say);
      done?.(reply);
    },
    onError: (error) => void message.error(trouble(error), 6),
  });
}
