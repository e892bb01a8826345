// The records of documents, as the server names them.

export type DocumentLanguage = 'zh' | 'en';

export interface PaperDocument {
  id: number;
  kind: string;
  language: DocumentLanguage;
  title: string;
  number: string;
  subject: string;
  subject_id: number;
  case_id: number;
  sha256: string;
  made_by: number;
  made_by_name: string;
  made_at: string;
  voided_at?: string | null;
  void_reason: string;
  version: number;
  actions: string[];
}

// What one subject has, and the kinds that may be made of it.
export interface DocumentsOfSubject {
  items: PaperDocument[];
  kinds: string[];
}

export interface TemplateWords {
  title: string;
  number_format: string;
  body: string;
}
export interface Template extends TemplateWords {
  id: number;
  kind: string;
  language: DocumentLanguage;
  edited: boolean;
  version: number;
}
export interface TemplateView extends Template {
  fields: string[];
  needed: string[];
  sections: { name: string; fields: string[] }[];
}
