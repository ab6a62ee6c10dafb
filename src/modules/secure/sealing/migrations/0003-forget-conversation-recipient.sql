-- Whoever knows a conversation's recipient can make a content that its identity opens. Only those who may read know it:
-- then somebody who can write the database and the contents cannot put another message in the place of the one sealed.
alter table messages drop column conversation_recipient;
